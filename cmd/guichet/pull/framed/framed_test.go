package framed_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
)

var header = framed.Header("test", "a & b")

// payloads are those of the file that the tests damage; one of them is longer than
// a byte can say.
func payloads() [][]byte {
	return [][]byte{[]byte("first"), {0}, bytes.Repeat([]byte("long "), 60), []byte("last")}
}

func written(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := framed.NewWriter(&b, header)
	for _, p := range payloads() {
		err = errors.Join(err, w.Write(p[:1], p[1:]))
	}
	if err := errors.Join(err, w.End([]byte("trailer"))); err != nil || w.Size != int64(b.Len()) {
		t.Fatal(w.Size, b.Len(), err)
	}
	return b.Bytes()
}

// read reads a file to its end.
func read(t testing.TB, text []byte) (got [][]byte, trailer string, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	found, sum, err := framed.Check(path, header)
	if err != nil {
		return nil, "", err
	}
	r, err := framed.Open(path, header)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		p, err := r.Next()
		if errors.Is(err, io.EOF) {
			if sum != r.Sum || !bytes.Equal(found, r.Trailer) {
				t.Errorf("checked: %d %q, read: %d %q", sum, found, r.Sum, r.Trailer)
			}
			return got, string(r.Trailer), nil
		}
		if err != nil {
			return got, "", err
		}
		got = append(got, slices.Clone(p))
	}
}

func TestAFileIsReadAsItWasWritten(t *testing.T) {
	got, trailer, err := read(t, written(t))
	if err != nil || trailer != "trailer" || !slices.EqualFunc(got, payloads(), bytes.Equal) {
		t.Errorf("%q %q %v", got, trailer, err)
	}
}

func isDamaged(t *testing.T, what string, n int, text []byte) {
	t.Helper()
	var damaged *framed.DamagedError
	if got, _, err := read(t, text); !errors.As(err, &damaged) {
		t.Errorf("%s %d: %d frames, %v", what, n, len(got), err)
	}
}

func TestEveryDamageIsNoticed(t *testing.T) {
	whole := written(t)
	for n := range 8 * len(whole) {
		flipped := slices.Clone(whole)
		flipped[n/8] ^= 1 << (n % 8)
		isDamaged(t, "bit", n, flipped)
	}
	for n := range whole {
		isDamaged(t, "cut at", n, whole[:n])
		isDamaged(t, "lost byte", n, slices.Delete(slices.Clone(whole), n, n+1))
		zeroed := slices.Clone(whole)
		clear(zeroed[n:min(n+16, len(whole))])
		if !bytes.Equal(zeroed, whole) {
			isDamaged(t, "zeroed from", n, zeroed)
		}
	}
	isDamaged(t, "longer by", 1, append(whole[:len(whole):len(whole)], 0))
	isDamaged(t, "twice", 2, append(whole[:len(whole):len(whole)], whole...))
}

// Each frame is whole by itself.
func TestFramesInAnotherOrderAreDamage(t *testing.T) {
	frame := func(sum uint32, p string) []byte {
		b, _ := framed.Append(nil, sum, []byte(p))
		return b
	}
	head, sum := framed.Append(nil, 0, header)
	isDamaged(t, "frame", 1, slices.Concat(head, frame(0, "one")))
	isDamaged(t, "frame", 2, slices.Concat(head, frame(sum, "one"), frame(sum, "two")))
}

func TestAFileOfAnotherKindOrOwnerIsDamaged(t *testing.T) {
	for n, other := range [][]byte{framed.Header("other", "a & b"), framed.Header("test", "a"), nil} {
		isDamaged(t, "header", n, framed.One(other, []byte("payload")))
	}
}

func TestAFileOfATrailerAloneIsCheckedAndReadAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if _, _, err := framed.Check(path, header); !errors.Is(err, fs.ErrNotExist) || framed.Damaged(err) {
		t.Errorf("a missing file: %v", err)
	}
	one := framed.One(header, []byte("trailer"))
	for n, text := range [][]byte{one, one[:len(one)-1], append(one[:len(one):len(one)], 0)} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		got, _, err := framed.Check(path, header)
		if want := n == 0; (string(got) == "trailer") != want || framed.Damaged(err) == want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// A person reads which file it is, and that the same command mends it.
func TestDamageWhileACommandRunsIsUnexpectedAndSaysWhatToDo(t *testing.T) {
	err := (&framed.DamagedError{Path: "/d/run"}).Exit()
	if err.Code != exit.Unexpected || !strings.Contains(err.Error(), "/d/run") || !strings.Contains(err.HintIn(nil), "run the command again") {
		t.Errorf("%v: %v (%v)", err.Code, err, err.HintIn(nil))
	}
}

// A made-up length must not be allocated.
func TestALengthBeyondTheFileIsDamage(t *testing.T) {
	head, _ := framed.Append(nil, 0, header)
	for n, length := range [][]byte{
		{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
		{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
		{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
		{6, 'a', 'b', 0, 0, 0, 0},
	} {
		isDamaged(t, "length", n, slices.Concat(head, length))
	}
}

func FuzzAFileIsReadOnlyAsItWasWritten(f *testing.F) {
	whole := written(f)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, text []byte) {
		got, _, err := read(t, text)
		if err == nil && len(got) > len(text) {
			t.Errorf("%q gives %d frames", text, len(got))
		}
		if damaged, ok := errors.AsType[*framed.DamagedError](err); err != nil && !ok {
			t.Errorf("%q: %v %v", text, err, damaged)
		}
	})
}
