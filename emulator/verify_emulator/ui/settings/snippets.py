"""How a program of each language is pointed here: the documentation's texts, with this emulator's address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_TOKEN
from verify_emulator.verify.services import READY_SERVICE

URL = "http://127.0.0.1:8739"


class Target(NamedTuple):
    """What a program has to know."""

    url: str
    account: str
    token: str
    service: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text as the documentation has it; `fills` are the places of it that a target changes."""

    language: str
    packages: str
    text: str
    fills: Mapping[str, str]

    def filled(self, target: Target) -> str:
        """All places at once, as what is filled in may look like another of them."""
        pieces = [self.text]
        for place, form in self.fills.items():
            value = form.format(**target._asdict())
            pieces = [part for piece in pieces for part in _cut(piece, place, value)]
        return "".join(pieces)


class _Done(str):
    """What has been filled in already."""


def _cut(piece: str, place: str, value: str) -> list[str]:
    if isinstance(piece, _Done):
        return [piece]
    first, *rest = piece.split(place)
    return [first, *(part for other in rest for part in (_Done(value), other))]


_LITERAL = {
    f'"{WELL_KNOWN_ACCOUNT}"': '"{account}"',
    f'"{WELL_KNOWN_TOKEN}"': '"{token}"',
    f'"{URL}"': '"{url}"',
    f'"{READY_SERVICE}"': '"{service}"',
}


def _calls(form: str, quote: str) -> dict[str, str]:
    """Places where a variable of the environment is read."""
    names = {"TWILIO_ACCOUNT_SID": "account", "TWILIO_AUTH_TOKEN": "token", "VERIFY_EMULATOR_URL": "url"}
    return {form.format(name): f"{quote}{{{what}}}{quote}" for name, what in names.items()}


SNIPPETS = (
    Snippet(
        "Python",
        "pip install twilio",
        """\
from twilio.rest import Client

client = Client("AC00000000000000000000000000000000", "00000000000000000000000000000000")
client.verify.base_url = "http://127.0.0.1:8739"

service = client.verify.v2.services("VA00000000000000000000000000000000")
service.verifications.create(to="+15017122661", channel="sms")
""",
        _LITERAL,
    ),
    Snippet(
        "Node",
        "npm install twilio",
        """\
const client = require("twilio")("AC00000000000000000000000000000000", "00000000000000000000000000000000");
client.verify.baseUrl = "http://127.0.0.1:8739";

const service = client.verify.v2.services("VA00000000000000000000000000000000");
service.verifications.create({ to: "+15017122661", channel: "sms" });
""",
        _LITERAL,
    ),
    Snippet(
        "Go",
        "go get github.com/twilio/twilio-go",
        """\
// atEmulator is Twilio's HTTP client with another address.
type atEmulator struct {
	client.Client
	base string
}

func (c *atEmulator) SendRequest(method, address string, data url.Values, headers map[string]interface{}, body ...byte) (*http.Response, error) {
	address = strings.Replace(address, "https://verify.twilio.com", c.base, 1)
	return c.Client.SendRequest(method, address, data, headers, body...)
}

credentials := client.NewCredentials(os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN"))
pointed := &atEmulator{client.Client{Credentials: credentials}, os.Getenv("VERIFY_EMULATOR_URL")}
twilio.NewRestClientWithParams(twilio.ClientParams{Client: pointed})
""",  # noqa: E501
        _calls('os.Getenv("{}")', '"'),
    ),
    Snippet(
        "Java",
        "com.twilio.sdk:twilio",
        """\
/** Twilio's HTTP client with another address. */
class Pointed extends NetworkHttpClient {
  private final String address;

  Pointed(String address) {
    this.address = address;
  }

  @Override
  public Response makeRequest(Request request) {
    String url = request.getUrl().replaceFirst("^https://verify\\\\.twilio\\\\.com", address);
    Request pointed = new Request(request.getMethod(), url);
    pointed.setAuth(request.getUsername(), request.getPassword());
    pointed.setContentType(request.getContentType());
    pointed.setBody(request.getBody());
    pointed.getQueryParams().putAll(request.getQueryParams());
    pointed.getPostParams().putAll(request.getPostParams());
    pointed.getHeaderParams().putAll(request.getHeaderParams());
    return super.makeRequest(pointed);
  }
}

new TwilioRestClient.Builder(System.getenv("TWILIO_ACCOUNT_SID"), System.getenv("TWILIO_AUTH_TOKEN"))
    .httpClient(new Pointed(System.getenv("VERIFY_EMULATOR_URL")))
    .build();
""",
        _calls('System.getenv("{}")', '"'),
    ),
    Snippet(
        "PHP",
        "composer require twilio/sdk",
        """\
<?php
require 'vendor/autoload.php';

use Twilio\\Http\\CurlClient;
use Twilio\\Http\\Response;
use Twilio\\Rest\\Client;

class AtEmulator extends CurlClient
{
    public function request(string $method, string $url, ...$rest): Response
    {
        $url = str_replace('https://verify.twilio.com', getenv('VERIFY_EMULATOR_URL'), $url);
        return parent::request($method, $url, ...$rest);
    }
}

$client = new Client(getenv('TWILIO_ACCOUNT_SID'), getenv('TWILIO_AUTH_TOKEN'), null, null, new AtEmulator());
""",
        _calls("getenv('{}')", "'"),
    ),
    Snippet(
        "Ruby",
        "gem install twilio-ruby",
        """\
require 'twilio-ruby'

class AtEmulator < Twilio::HTTP::Client
  def request(_host, _port, method, url, *rest)
    base = URI(ENV.fetch('VERIFY_EMULATOR_URL'))
    url = url.sub('https://verify.twilio.com', base.to_s)
    super("#{base.scheme}://#{base.host}", base.port, method, url, *rest)
  end
end

client = Twilio::REST::Client.new(
  ENV.fetch('TWILIO_ACCOUNT_SID'), ENV.fetch('TWILIO_AUTH_TOKEN'), nil, nil, AtEmulator.new
)
""",
        _calls("ENV.fetch('{}')", "'"),
    ),
    Snippet(
        "C#",
        "dotnet add package Twilio",
        """\
using Twilio.Clients;
using Twilio.Http;

var http = new System.Net.Http.HttpClient(new AtEmulator());
var client = new TwilioRestClient(
    Environment.GetEnvironmentVariable("TWILIO_ACCOUNT_SID"),
    Environment.GetEnvironmentVariable("TWILIO_AUTH_TOKEN"),
    httpClient: new SystemNetHttpClient(http));

class AtEmulator : DelegatingHandler
{
    private static readonly Uri Base = new(Environment.GetEnvironmentVariable("VERIFY_EMULATOR_URL")!);

    public AtEmulator() : base(new HttpClientHandler { AllowAutoRedirect = false }) { }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken canceled)
    {
        if (request.RequestUri!.Host == "verify.twilio.com")
        {
            request.RequestUri = new Uri(Base, request.RequestUri.PathAndQuery);
        }
        return base.SendAsync(request, canceled);
    }
}
""",
        {'Environment.GetEnvironmentVariable("VERIFY_EMULATOR_URL")!': '"{url}"'}
        | _calls('Environment.GetEnvironmentVariable("{}")', '"'),
    ),
    Snippet(
        "curl",
        "",
        f"""\
curl -u {WELL_KNOWN_ACCOUNT}:{WELL_KNOWN_TOKEN} \\
  {URL}/v2/Services/{READY_SERVICE}/Verifications \\
  --data-urlencode To=+15017122661 -d Channel=sms
""",
        {
            f"{WELL_KNOWN_ACCOUNT}:{WELL_KNOWN_TOKEN}": "{account}:{token}",
            URL: "{url}",
            READY_SERVICE: "{service}",
        },
    ),
)
"""As README.md, docs/other_sdks.md and the examples have them; a test compares."""
