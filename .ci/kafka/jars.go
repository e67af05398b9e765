package kafkatest

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Version is the Apache Kafka that tests run against; pom.xml names the same.
const Version = "4.1.0"

//go:embed pom.xml
var pom []byte

// cacheFolder holds the jars of one Kafka version.
func cacheFolder() string {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	return filepath.Join(base, "ktm-kafka-"+Version)
}

// cachedJars gives the folder of the jars, or an error when they have not been
// fetched yet. The folder is renamed into place, so it is complete when there.
func cachedJars() (string, error) {
	libs := filepath.Join(cacheFolder(), "libs")
	if _, err := os.Stat(libs); err != nil {
		return "", fmt.Errorf("kafka %s is not in the cache: %w", Version, err)
	}
	return libs, nil
}

// jars gives the folder of Kafka's jars and fetches them first where needed:
// about 54 MB. Test binaries run side by side, so a lock keeps them from
// fetching twice and Maven from meeting itself in its own repository.
func jars(ctx context.Context) (string, error) {
	if libs, err := cachedJars(); err == nil {
		return libs, nil
	}
	cache := cacheFolder()
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", fmt.Errorf("folder for Kafka's jars: %w", err)
	}
	unlock, err := lockFile(filepath.Join(cache, "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	if libs, err := cachedJars(); err == nil {
		return libs, nil
	}

	work, err := os.MkdirTemp(cache, "fetch-")
	if err != nil {
		return "", fmt.Errorf("folder for Kafka's jars: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := os.WriteFile(filepath.Join(work, "pom.xml"), pom, 0o644); err != nil {
		return "", fmt.Errorf("project file for Maven: %w", err)
	}
	mvn := exec.CommandContext(ctx, "mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=libs")
	mvn.Dir = work
	if out, err := mvn.CombinedOutput(); err != nil {
		return "", fmt.Errorf("mvn cannot fetch Kafka %s: %w\n%s", Version, err, bytes.TrimSpace(out))
	}
	libs := filepath.Join(cache, "libs")
	if err := os.Rename(filepath.Join(work, "libs"), libs); err != nil {
		return "", fmt.Errorf("moving Kafka's jars into the cache: %w", err)
	}
	return libs, nil
}
