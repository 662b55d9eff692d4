package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"testing"

	verify "github.com/twilio/twilio-go/rest/verify/v2"
)

const phone = "+15017122661"

func TestRightCodeLogsIn(t *testing.T) {
	bothWays(t, func(t *testing.T, browser Browser, emulator Emulator) {
		browser.expect(http.StatusUnauthorized, "GET", "/me")
		browser.expect(http.StatusAccepted, "POST", "/login", "phone", phone)
		browser.expect(http.StatusNoContent, "POST", "/login/check", "phone", phone, "code", emulator.ReadCode(phone))
		if me := browser.expect(http.StatusOK, "GET", "/me"); me != phone {
			t.Errorf("logged in as %q", me)
		}
	})
}

func TestWrongCodeDoesNotLogInAndMayBeCorrected(t *testing.T) {
	bothWays(t, func(t *testing.T, browser Browser, emulator Emulator) {
		browser.expect(http.StatusAccepted, "POST", "/login", "phone", phone)
		code := emulator.ReadCode(phone)
		browser.expect(http.StatusUnauthorized, "POST", "/login/check", "phone", phone, "code", mistype(code))
		browser.expect(http.StatusUnauthorized, "GET", "/me")
		browser.expect(http.StatusNoContent, "POST", "/login/check", "phone", phone, "code", code)
		browser.expect(http.StatusOK, "GET", "/me")
	})
}

func TestAfterTenMinutesTheCodeIsNoGood(t *testing.T) {
	bothWays(t, func(t *testing.T, browser Browser, emulator Emulator) {
		browser.expect(http.StatusAccepted, "POST", "/login", "phone", phone)
		code := emulator.ReadCode(phone)
		emulator.LetPass("10m1s")
		browser.expect(http.StatusGone, "POST", "/login/check", "phone", phone, "code", code)
		browser.expect(http.StatusUnauthorized, "GET", "/me")
	})
}

func TestFiveWrongCodesBlockTheRightOne(t *testing.T) {
	bothWays(t, func(t *testing.T, browser Browser, emulator Emulator) {
		browser.expect(http.StatusAccepted, "POST", "/login", "phone", phone)
		code := emulator.ReadCode(phone)
		for range 5 {
			browser.expect(http.StatusUnauthorized, "POST", "/login/check", "phone", phone, "code", mistype(code))
		}
		browser.expect(http.StatusTooManyRequests, "POST", "/login/check", "phone", phone, "code", code)
		browser.expect(http.StatusUnauthorized, "GET", "/me")
	})
}

func TestCodeWorksOnce(t *testing.T) {
	bothWays(t, func(t *testing.T, browser Browser, emulator Emulator) {
		browser.expect(http.StatusAccepted, "POST", "/login", "phone", phone)
		code := emulator.ReadCode(phone)
		browser.expect(http.StatusNoContent, "POST", "/login/check", "phone", phone, "code", code)
		browser.expect(http.StatusGone, "POST", "/login/check", "phone", phone, "code", code)
	})
}

func TestOnlyPhoneNumbersGetCodes(t *testing.T) {
	bothWays(t, func(t *testing.T, browser Browser, emulator Emulator) {
		browser.expect(http.StatusBadRequest, "POST", "/login", "phone", "Emma")
		browser.expect(http.StatusBadRequest, "POST", "/login")
	})
}

func TestWithoutTwilioNobodyLogsIn(t *testing.T) {
	site := httptest.NewServer(NewLogin(connectTo("http://127.0.0.1:1"), "VA00000000000000000000000000000000"))
	defer site.Close()
	newBrowser(t, site.URL).expect(http.StatusBadGateway, "POST", "/login", "phone", phone)
}

// bothWays runs a test with the client pointed at the emulator, and with the application's own client, which knows
// nothing of it.
func bothWays(t *testing.T, test func(*testing.T, Browser, Emulator)) {
	ways := []struct {
		name    string
		connect func(Emulator) *verify.ApiService
	}{
		{"one line", func(e Emulator) *verify.ApiService { return connectTo(e.URL) }},
		{"zero change", func(Emulator) *verify.ApiService { return connect() }},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			emulator := findEmulator(t)
			emulator.Reset()
			site := httptest.NewServer(NewLogin(way.connect(emulator), os.Getenv("TWILIO_VERIFY_SERVICE_SID")))
			t.Cleanup(site.Close)
			test(t, newBrowser(t, site.URL), emulator)
		})
	}
}

// Browser sends what people type, and keeps the site's cookies.
type Browser struct {
	t      *testing.T
	site   string
	client *http.Client
}

func newBrowser(t *testing.T, site string) Browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return Browser{t, site, &http.Client{Jar: jar}}
}

// expect sends these fields, names and values in turn, and fails the test if the status is another one.
func (b Browser) expect(status int, method, path string, fields ...string) string {
	b.t.Helper()
	named := map[string]string{}
	for i := 0; i < len(fields); i += 2 {
		named[fields[i]] = fields[i+1]
	}
	body, err := json.Marshal(named)
	if err != nil {
		b.t.Fatal(err)
	}
	request, err := http.NewRequest(method, b.site+path, bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	answer, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != status {
		b.t.Fatalf("%s %s: %s, not %d: %s %v", method, path, answer.Status, status, text, err)
	}
	return string(text)
}

// mistype gives another code, of the same length.
func mistype(code string) string {
	return string('0'+(code[0]-'0'+1)%10) + code[1:]
}
