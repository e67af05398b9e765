package account

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

const hostile = "\x1b]52;c;aGk=\x07 \u009b2J \u202e \U000e0041 \u2028 <b>&\x00 \u034f\ufe0f\u3164 é 日本"

func hostileAccount() *Account {
	a := New("v1", []string{hostile})
	f := model.NewFault(model.FaultTopic, hostile, nil)
	f.Topic, f.Hint = hostile, hostile
	a.Observe(model.Event{Fault: f})
	return a
}

func TestWriteFileIsValidAndHarmless(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := hostileAccount().WriteFile(path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range string(data) {
		if c != '\n' && (c < ' ' || c >= 0x7f) {
			t.Errorf("the file holds %U", c)
		}
	}
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if r.Topics[0] != hostile || r.Faults[0].Text != hostile || r.Faults[0].Hint != hostile || r.Faults[0].Where != hostile {
		t.Errorf("read back %+v", r)
	}
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if st.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, want 0600", st.Mode())
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// An empty account has empty lists, not nulls: scripts iterate over them.
func TestReportHasNoNullLists(t *testing.T) {
	data, err := New("v", nil).Report().encode()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "null") {
		t.Errorf("report holds null:\n%s", data)
	}
}

func TestWriteFileFollowsALink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := New("v", nil).WriteFile(link); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Lstat(link); err != nil || st.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", st, err)
	}
	if data, err := os.ReadFile(target); err != nil || len(data) == 0 {
		t.Errorf("target = %q, %v", data, err)
	}
}

func TestWriteFileLeavesADeviceInPlace(t *testing.T) {
	if err := New("v", nil).WriteFile(os.DevNull); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(os.DevNull); err != nil || st.Mode().IsRegular() {
		t.Errorf("%s = %v, %v", os.DevNull, st, err)
	}
}

func TestWriteFileNamesThePathThatFails(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(dir, "missing", "r.json"): "there is no folder " + strconv.Quote(filepath.Join(dir, "missing")),
		dir:                                     strconv.Quote(dir),
	} {
		err := New("v", nil).WriteFile(path)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("WriteFile(%q) = %v", path, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
