package gopaastest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// signer signs tokens and links with the server's own key.
type signer struct{ key [32]byte }

func newSigner(seed int64) signer {
	return signer{sha256.Sum256(binary.BigEndian.AppendUint64([]byte("gopaastest"), uint64(seed)))}
}

func (s signer) sign(text string) []byte {
	mac := hmac.New(sha256.New, s.key[:])
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
