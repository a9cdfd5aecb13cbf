package darkroom

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"stet.news/story"
)

// tryDoors is what a darkroom's process does in TestDoorsAreShut: it tries what
// somebody would who had taken it over, and says what worked.
func tryDoors() {
	if err := lockIn(); err != nil {
		json.NewEncoder(os.Stdout).Encode([]string{"the walls do not stand: " + err.Error()})
		return
	}
	var open []string
	try := func(what string, err error) {
		if err == nil {
			open = append(open, what)
		}
	}
	_, err := os.ReadFile("/etc/passwd")
	try("read a file", err)
	_, err = os.ReadDir("/")
	try("list a folder", err)
	try("write a file", os.WriteFile(os.TempDir()+"/stet-darkroom-test", nil, 0o600))
	try("delete a file", os.Remove(os.Args[0]))
	_, err = net.DialTimeout("tcp", "127.0.0.1:1", time.Second)
	if err != nil && strings.Contains(err.Error(), "refused") {
		err = nil // so the packet went out
	}
	try("connect by TCP", err)
	c, err := net.Dial("udp", "127.0.0.1:9")
	try("connect by UDP", err)
	if err == nil {
		c.Close()
	}
	_, err = net.Listen("unix", "@stet-darkroom-test")
	try("listen on a socket", err)
	try("run a program", exec.Command("/proc/self/exe").Start())
	parent, err := os.FindProcess(os.Getppid())
	if err == nil {
		err = parent.Signal(os.Interrupt)
	}
	try("signal another process", err)
	json.NewEncoder(os.Stdout).Encode(open)
}

func TestDoorsAreShut(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the walls are Linux's")
	}
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), "STET_TRY_DOORS=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	if err := json.Unmarshal(out, &open); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, what := range open {
		t.Errorf("a process that was taken over could %s", what)
	}
}

// TestRoomOutlivesItsProcess kills the process while it has a picture.
func TestRoomOutlivesItsProcess(t *testing.T) {
	var r Room
	defer r.Close()
	if _, _, err := r.Check(t.Context(), sampleJPEG(t)); err != nil {
		t.Fatal(err)
	}
	first := r.process.cmd.Process.Pid
	r.process.kill()
	if _, _, err := r.Check(t.Context(), sampleJPEG(t)); !errors.Is(err, ErrClosed) {
		t.Fatalf("of a killed process: %v", err)
	}
	taken, clean, err := r.Check(t.Context(), sampleJPEG(t))
	p := taken.Picture
	if err != nil || r.process.cmd.Process.Pid == first {
		t.Fatalf("after it: %v", err)
	}
	made, err := r.Print(t.Context(), p.Type, clean, p.Renditions(story.JPEG))
	if err != nil || len(made) != len(p.Renditions(story.JPEG)) {
		t.Fatalf("%d renditions, %v", len(made), err)
	}
}
