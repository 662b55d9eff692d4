package main

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"sync"
)

const cookie = "session"

// Sessions says who is logged in: phone numbers by the value of a cookie. Kept until the program ends.
type Sessions struct {
	phones sync.Map
}

// Begin logs somebody in. The cookie is for the browser.
func (s *Sessions) Begin(phone string) *http.Cookie {
	token := make([]byte, 32)
	if _, err := rand.Read(token); err != nil {
		panic(err)
	}
	value := base64.RawURLEncoding.EncodeToString(token)
	s.phones.Store(value, phone)
	return &http.Cookie{Name: cookie, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Phone is the number of whoever sends a request, if they are logged in.
func (s *Sessions) Phone(r *http.Request) (phone string, ok bool) {
	sent, err := r.Cookie(cookie)
	if err != nil {
		return "", false
	}
	found, ok := s.phones.Load(sent.Value)
	if !ok {
		return "", false
	}
	return found.(string), true
}
