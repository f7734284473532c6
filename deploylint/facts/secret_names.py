"""Which names speak of secrets, and which values are none: data for `facts.secrets`.

Names are compared word by word, in lower case: `JWT_ACCESS_TOKEN_EXPIRE_MINUTES` ends with `minutes`,
`OPENAI_MAX_TOKENS` with `tokens`, `ENCRYPTION_KEY_VERSION` with `version`, so none of them names a secret.
"""

from __future__ import annotations

# What a name must end with; several words stand one after another.
ENDINGS = frozenset(
    tuple(ending.split())
    for ending in (
        "secret",
        "token",
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "pwd",
        "credential",
        "credentials",
        "password hash",
        "secret key base",
        "secret value",
        "api tokens",
        "auth tokens",
        "access tokens",
        "api keys",
        "azure storage key",
        *(
            f"{whose} key"
            for whose in (
                "access account admin api app auth client cookie crypto decryption deploy encrypt encryption hmac jwt "
                "license master private role secret server service session sign signature signing ssh webhook"
            ).split()
        ),
    )
)

# What the last word of a name may end with where nothing parts the words: `PGPASSWORD`, `apikey`.
GLUED = (
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "authtoken",
    "accesstoken",
)

# Words that may follow: which of several it is, or how it is written.
QUALIFIERS = frozenset(
    (
        "1 2 3 4 5 a b v1 v2 b64 base64 backup current default dev development live local main new next old prev "
        "previous primary prod production ro rw secondary stage staging test testing"
    ).split()
)

# The last of several words that a name ends with; alone they mean other things.
BEHIND = frozenset(("pass", "pat"))

# Values that are words of a format, not secrets.
PLAIN = frozenset(
    (
        "true false yes no on off none null nil undefined read write admin-only auto default disabled enabled required "
        "optional inherit include omit same-origin string str bytes bool int float number boolean secretstr any bearer "
        "basic header body query"
    ).split()
)

# Parts of a value that say it is to be replaced; each stands between characters that are no letters or digits.
PLACEHOLDERS = (
    r"change[-_ ]?(?:me|this|it|in|before|for)",
    r"changeme\w*",
    r"replace[-_ ]?(?:me|this|with|by)?",
    r"your|yours",
    r"placeholder",
    r"dummy",
    r"example",
    r"insert",
    r"todo",
    r"fixme",
    r"redacted",
    r"here",
    r"x{3,}",
    r"fill[-_ ]?(?:me|in)",
    r"put[-_ ](?:your|the|it)",
    r"(?:not|no)[-_ ]?(?:set|used|needed|real|secret)",
)

# How a value begins that only says where the secret is: a vault, a cloud's store, a file, a variable of some language.
REFERENCES = (
    "op://",
    "vault:",
    "vault://",
    "arn:",
    "ssm:",
    "sm://",
    "secretsmanager:",
    "azurekv:",
    "awssm:",
    "gcp-secret",
    "projects/",
    "ref+",
    "secret:",
    "secrets.",
    "process.env",
    "import.meta",
    "os.environ",
    "os.getenv",
    "env.",
    "env(",
    "settings.",
    "config.",
    "self.",
    "this.",
    "@",
    "./",
    "../",
    "~/",
    "/run/",
    "/var/",
    "/etc/",
    "/app/",
    "/home/",
    "/usr/",
    "/opt/",
    "/mnt/",
    "/tmp/",
    "/root/",
    "/srv/",
    "/secrets/",
)

# Tokens that say by their shape what they are, wherever they stand.
SHAPES = (
    r"(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Z])",  # AWS access key id
    r"gh[pousr]_[A-Za-z0-9]{16,}",  # GitHub
    r"github_pat_[A-Za-z0-9_]{16,}",
    r"gl(?:pat|ptt|rt|dt|cbt)-[A-Za-z0-9_-]{16,}",  # GitLab
    r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,}",  # Stripe
    r"whsec_[A-Za-z0-9+/=]{16,}",
    r"sk-(?:ant-|proj-|or-)?[A-Za-z0-9_-]{20,}",  # OpenAI, Anthropic, OpenRouter
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}",  # Slack
    r"hooks\.slack\.com/services/[A-Za-z0-9/]{20,}",
    r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",  # SendGrid
    r"AIza[0-9A-Za-z_-]{35}",  # Google
    r"ya29\.[0-9A-Za-z_-]{20,}",
    r"npm_[A-Za-z0-9]{30,}",
    r"pypi-[A-Za-z0-9_-]{40,}",
    r"do[opr]_v1_[a-f0-9]{40,}",  # DigitalOcean
    r"hf_[A-Za-z0-9]{30,}",  # Hugging Face
    r"rnd_[A-Za-z0-9]{20,}",  # Render
    r"HRKU-[A-Za-z0-9_-]{20,}",  # Heroku
    r"FlyV1 [A-Za-z0-9_,=+/-]{20,}",  # Fly
    r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",  # Shopify
    r"dckr_pat_[A-Za-z0-9_-]{20,}",  # Docker Hub
    r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?",  # a JSON web token
    r"\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}",  # a bcrypt hash
)
