package gopaastest

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet/internal/incomparable"
)

// fileKey is the place of a file: a field of a record.
type fileKey struct{ table, cle, field string }

type file struct {
	name, contentType string
	content           []byte
}

// link is the signed content of a download link.
type link struct {
	_ incomparable.Field

	TableName string `json:"tableName"`
	Cle       string `json:"cle"`
	Field     string `json:"fieldName"`
	File      string `json:"file"`
	User      string `json:"user"`
	Expires   int64  `json:"exp"`
}

// PutFile stores a file in a field of a record.
func (s *Server) PutFile(tableName, cle, field, name, contentType string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[fileKey{tableName, cle, field}] = file{name, contentType, content}
}

// File returns the content of a file, or nil.
func (s *Server) File(tableName, cle, field string) []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.files[fileKey{tableName, cle, field}].content
}

func (s *Server) openFile(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		ItemKey   string `json:"itemKey"`
		FieldName string `json:"fieldName"`
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.ItemKey == "" || asked.FieldName == "" {
		s.message(w, http.StatusInternalServerError)
		return
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	key := fileKey{table: r.PathValue("table"), cle: asked.ItemKey, field: asked.FieldName}
	if t := s.tables[key.table]; t != nil && t.find(asked.ItemKey) != nil {
		key.cle = t.find(asked.ItemKey).values["cle"]
	}
	found, ok := s.files[key]
	switch {
	case !ok:
		s.message(w, http.StatusNotFound)
	case s.options.BinaryFiles:
		found.send(w)
	default:
		s.json(w, object{{"download_url", "http://" + r.Host + s.prefix + "/api/download/" + s.sign(key, found.name)}})
	}
}

// sign returns the path element of a link that expires: its content and a signature.
func (s *Server) sign(key fileKey, name string) string {
	now := s.options.Now()
	body, _ := json.Marshal(link{
		TableName: key.table, Cle: key.cle, Field: key.field, File: now.Format("2006/01/02/") + name,
		User: "api", Expires: now.Add(s.options.LinkLifetime).Unix(),
	})
	encoded := base64.StdEncoding.EncodeToString(body)
	return url.PathEscape(encoded) + "." + hex.EncodeToString(s.signer.sign(encoded))
}

// download needs no credential: the link is signed.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	encoded, signature, _ := strings.Cut(r.PathValue("link"), ".")
	given, err := hex.DecodeString(signature)
	body, bad := base64.StdEncoding.DecodeString(encoded)
	var l link
	if err != nil || bad != nil || !hmac.Equal(given, s.signer.sign(encoded)) || json.Unmarshal(body, &l) != nil {
		s.message(w, http.StatusForbidden)
		return
	}
	if s.options.Now().Unix() >= l.Expires {
		s.message(w, http.StatusUnauthorized)
		return
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	found, ok := s.files[fileKey{l.TableName, l.Cle, l.Field}]
	if !ok {
		s.message(w, http.StatusNotFound)
		return
	}
	found.send(w)
}

func (f file) send(w http.ResponseWriter) {
	w.Header().Set("Content-Type", f.contentType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	_, _ = w.Write(f.content)
}

// upload stores a file in the field that the form names with itemKey and
// fieldName. These are the names of the download; the vendor documents none.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	part, header, err := r.FormFile("file")
	if err != nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	defer part.Close()
	content, err := io.ReadAll(part)
	if err != nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	key, field := r.FormValue("itemKey"), r.FormValue("fieldName")
	s.PutFile(r.PathValue("table"), key, field, header.Filename, header.Header.Get("Content-Type"), content)
	s.json(w, object{{"msg", "OK"}})
}
