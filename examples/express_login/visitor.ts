// Somebody who visits the site: keeps the cookie that it sets, as a browser does.

export interface Answer {
  status: number;
  phone?: string;
  error?: string;
}

export class Visitor {
  constructor(
    private readonly site: string,
    private cookie = "",
  ) {}

  /** Somebody who got hold of the cookie. */
  copy(): Visitor {
    return new Visitor(this.site, this.cookie);
  }

  askForCode(phone: string): Promise<Answer> {
    return this.#call("POST", "/login", { phone });
  }

  enterCode(phone: string, code: string): Promise<Answer> {
    return this.#call("POST", "/login/check", { phone, code });
  }

  whoAmI(): Promise<Answer> {
    return this.#call("GET", "/me");
  }

  logOut(): Promise<Answer> {
    return this.#call("POST", "/logout");
  }

  async #call(method: string, path: string, fields?: object): Promise<Answer> {
    const answer = await fetch(this.site + path, {
      method,
      headers: { "Content-Type": "application/json", "Cookie": this.cookie },
      ...(fields && { body: JSON.stringify(fields) }),
    });
    this.cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? this.cookie;
    const text = await answer.text();
    return { status: answer.status, ...(text && (JSON.parse(text) as object)) };
  }
}
