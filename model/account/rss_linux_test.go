package account

import (
	"runtime"
	"testing"
)

func TestPeakRSSCoversWhatWasTouched(t *testing.T) {
	touched := make([]byte, 256<<20)
	for i := 0; i < len(touched); i += 4096 {
		touched[i] = 1
	}
	if peak := PeakRSS(); peak < int64(len(touched)) || peak > 64*int64(len(touched)) {
		t.Errorf("after touching %d bytes the peak is %d", len(touched), peak)
	}
	runtime.KeepAlive(touched)
}
