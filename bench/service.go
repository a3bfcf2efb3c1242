package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const (
	pages   = 500
	latency = 20 * time.Millisecond
)

// pageCache holds the pages of the test server, rendered beforehand so that
// serving them takes next to no time from what is measured.
type pageCache struct {
	header       http.Header // what a session sends
	plain, small [][]byte    // as they are, and in gzip
}

// renderPages signs in at the test server and reads every page of its rdvs.
func renderPages() (*pageCache, error) {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 100 * pages})
	web := &http.Client{Transport: server.Transport()}
	client, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(server.URL), guichet.WithHTTPClient(web))
	if err != nil {
		return nil, err
	}
	session, err := client.Auth.SignIn(context.Background(), rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	if err != nil {
		return nil, err
	}
	cache := &pageCache{header: http.Header{}}
	cache.header.Set("Access-Token", session.AccessToken.Reveal())
	cache.header.Set("Client", session.Client.Reveal())
	cache.header.Set("Uid", session.UID)
	for n := range pages {
		body, err := cache.fetch(web, server.URL+"/api/v1/rdvs?page="+strconv.Itoa(n+1))
		if err != nil {
			return nil, err
		}
		cache.plain, cache.small = append(cache.plain, body), append(cache.small, nil)
	}
	var zipping sync.WaitGroup
	for n := range pages {
		zipping.Go(func() { cache.small[n] = zip(cache.plain[n]) })
	}
	zipping.Wait()
	return cache, nil
}

func (c *pageCache) fetch(web *http.Client, url string) ([]byte, error) {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	req.Header = c.header
	resp, err := web.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// zip is as fast as servers usually have it.
func zip(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // the level exists
	_, _ = w.Write(body)                              // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// service is the cache on a socket of its own.
type service struct {
	*pageCache
	zips bool
	url  string
	web  *http.Server
}

// serve starts a service; one that zips does so for who asks for it.
func (c *pageCache) serve(zips bool) (*service, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &service{pageCache: c, zips: zips, url: "http://" + listener.Addr().String()}
	s.web = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.web.Serve(listener) }() // until it is closed
	return s, nil
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(latency)
	for name := range s.header {
		if r.Header.Get(name) != s.header.Get(name) {
			http.Error(w, `{"errors":["Connexion requise"]}`, http.StatusUnauthorized)
			return
		}
	}
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if r.URL.Path != "/api/v1/rdvs" || err != nil || n < 1 || n > pages {
		http.NotFound(w, r)
		return
	}
	body := s.plain[n-1]
	if s.zips && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body = s.small[n-1]
		w.Header().Set("Content-Encoding", "gzip")
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // who has gone needs no answer
}
