"""`make run`, once the environment is there."""

import os
import sys
import time

from config import env
from config.demo import ACCOUNTS, PASSWORD
from config.trial import address
from config.trial.supervisor import Supervisor, Unable

OPEN = {
    "/": "a learner's story, told from the demo",
    "/api/docs": "the API, to try as any of them",
    "/demo/mail": "the mail that was sent",
    "/admin/": "the office's desk",
}


def main() -> int:
    began = time.monotonic()
    try:
        supervisor = assemble()
        supervisor.run(ready=lambda: greet(supervisor, time.monotonic() - began))
    except (Unable, address.PortTaken, env.BadEnvironment) as reason:
        print(reason, file=sys.stderr)
        return 1
    say("Stopped.")
    return 0


def assemble() -> Supervisor:
    port, data = env.number("PORT", 8000), env.data_dir()
    env.redis_url()
    surroundings = {name: value for name, value in os.environ.items() if value}
    surroundings |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "JISR_DATA": str(data),
        "JISR_BASE_URL": env.text("JISR_BASE_URL", f"http://localhost:{port}"),
        "PYTHONUNBUFFERED": "1",
    }
    return Supervisor(data=data, port=port, host=address.listening_host(port), env=surroundings, say=say)


def greet(supervisor: Supervisor, seconds: float) -> None:
    first, *others = address.addresses(supervisor.host, supervisor.port)
    lines = [
        "",
        f"Jisr runs at {first}" + "".join(f" and {other}" for other in others) + f"  (ready in {seconds:.1f} s)",
        "",
        *(f"  {first + path:<34}{what}" for path, what in OPEN.items()),
        "",
        f"  Sign in as {', '.join(ACCOUNTS)}",
        f"  with the password {PASSWORD}.",
        "",
        f"  Files and logs: {supervisor.data}. Ctrl-C stops everything.",
    ]
    say("\n".join(lines))


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
