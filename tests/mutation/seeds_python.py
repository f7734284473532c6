"""Seeds whose services are Python."""

from __future__ import annotations

from tests.mutation.seeds_node import EXPRESS

_FASTAPI = """
    from fastapi import FastAPI

    app = FastAPI()


    @app.get('/health')
    def health() -> dict[str, str]:
        return {}
"""
_FLASK = """
    from flask import Flask

    app = Flask(__name__)


    @app.route('/health')
    def health() -> str:
        return 'ok'
"""
_WSGI = "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n"


PYTHON: dict[str, dict[str, str]] = {
    "fastapi-render-docker": {
        "requirements.txt": "fastapi\nuvicorn\n",
        "app/__init__.py": "",
        "app/main.py": _FASTAPI,
        ".dockerignore": ".git\n",
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /srv/app
            COPY requirements.txt .
            RUN pip install --no-cache-dir -r requirements.txt
            COPY app ./app
            USER nobody
            CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "10000"]
        """,
        "render.yaml": """
            services:
              - type: web
                name: api
                runtime: docker
                dockerfilePath: ./Dockerfile
                healthCheckPath: /health
        """,
    },
    "fastapi-render-native": {
        "backend/requirements.txt": "fastapi\nuvicorn\n",
        "backend/main.py": _FASTAPI,
        "render.yaml": """
            services:
              - type: web
                name: api
                runtime: python
                rootDir: backend
                buildCommand: pip install -r requirements.txt
                startCommand: uvicorn main:app --host 0.0.0.0 --port $PORT
        """,
    },
    "flask-heroku": {
        "requirements.txt": "flask\ngunicorn\n",
        "shop/__init__.py": "",
        "shop/web.py": _FLASK,
        "Procfile": "web: gunicorn shop.web:app --workers 3\nworker: python -m shop.jobs\n",
        "shop/jobs.py": "import time\n\n\ndef main() -> None:\n    time.sleep(1)\n\n\nmain()\n",
    },
    "flask-script-image": {
        "requirements.txt": "flask\ngunicorn\n",
        "wsgi.py": _FLASK,
        ".dockerignore": ".git\n",
        "*docker/start.sh": "#!/bin/sh\nset -e\nexec gunicorn wsgi:app --bind 0.0.0.0:${PORT:-8000}\n",
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /app
            COPY requirements.txt ./
            RUN pip install -r requirements.txt
            COPY docker/start.sh ./start.sh
            COPY wsgi.py ./
            USER nobody
            CMD ["./start.sh"]
        """,
    },
    "flask-entrypoint": {
        "requirements.txt": "flask\ngunicorn\n",
        "service/__init__.py": "",
        "service/web.py": _FLASK,
        ".dockerignore": ".git\n",
        "*entrypoint.sh": '#!/bin/sh\nset -e\necho starting\nexec "$@"\n',
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /app
            COPY requirements.txt .
            RUN pip install -r requirements.txt
            COPY . .
            USER nobody
            ENTRYPOINT ["./entrypoint.sh"]
            CMD ["gunicorn", "service.web:app", "--bind", "0.0.0.0:8000"]
        """,
    },
    "django-fly": {
        "requirements.txt": "django\ngunicorn\n",
        "manage.py": """
            import sys

            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
        """,
        "site_config/__init__.py": "",
        "site_config/settings.py": "DEBUG = False\n",
        "site_config/wsgi.py": _WSGI,
        ".dockerignore": ".git\n",
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /code
            COPY requirements.txt /code/
            RUN pip install -r requirements.txt
            COPY . /code
            USER nobody
            EXPOSE 8000
            CMD ["gunicorn", "--bind", "0.0.0.0:8000", "site_config.wsgi"]
        """,
        "fly.toml": """
            app = "site"

            [http_service]
            internal_port = 8000

            [deploy]
            release_command = "python manage.py migrate --noinput"
        """,
    },
    "package-module": {
        "requirements.txt": "aiohttp\n",
        "bot/__init__.py": "",
        "bot/__main__.py": "from bot.loop import run\n\nrun()\n",
        "bot/loop.py": "def run() -> None:\n    while True:\n        pass\n",
        ".dockerignore": ".git\n",
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /bot
            COPY requirements.txt .
            RUN pip install -r requirements.txt
            COPY bot ./bot
            USER nobody
            CMD ["python", "-m", "bot"]
        """,
    },
    "source-layout": {
        "requirements.txt": "fastapi\nuvicorn\n",
        "src/api/__init__.py": "",
        "src/api/main.py": _FASTAPI,
        ".dockerignore": ".git\n",
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /app
            COPY requirements.txt .
            RUN pip install -r requirements.txt
            COPY src ./src
            USER nobody
            CMD exec uvicorn --app-dir src api.main:app --host 0.0.0.0 --port ${PORT:-8080}
        """,
        "railway.json": '{"build": {"builder": "DOCKERFILE", "dockerfilePath": "Dockerfile"}}\n',
    },
    "two-stages": {
        "requirements.txt": "flask\ngunicorn\n",
        "server/__init__.py": "",
        "server/app.py": _FLASK,
        ".dockerignore": ".git\n",
        "Dockerfile": """
            FROM python:3.12 AS build
            WORKDIR /build
            COPY requirements.txt .
            RUN python -m venv /venv && /venv/bin/pip install -r requirements.txt

            FROM python:3.12-slim
            COPY --from=build /venv /venv
            WORKDIR /app
            COPY server ./server
            USER nobody
            CMD ["/venv/bin/gunicorn", "server.app:app", "--bind", "0.0.0.0:8000"]
        """,
    },
    "monorepo": {
        "services/api/requirements.txt": "fastapi\nuvicorn\n",
        "services/api/api/__init__.py": "",
        "services/api/api/server.py": _FASTAPI,
        "services/api/.dockerignore": ".git\n",
        "services/api/Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /app
            COPY requirements.txt .
            RUN pip install -r requirements.txt
            COPY api ./api
            USER nobody
            CMD ["uvicorn", "api.server:app", "--host", "0.0.0.0", "--port", "10000"]
        """,
        "services/web/package.json": '{"name": "web", "scripts": {"start": "node web.js", "dev": "nodemon web.js"}}\n',
        "services/web/web.js": EXPRESS,
        "render.yaml": """
            services:
              - type: web
                name: api
                runtime: docker
                dockerfilePath: services/api/Dockerfile
                dockerContext: services/api
              - type: web
                name: web
                runtime: node
                rootDir: services/web
                buildCommand: npm install
                startCommand: npm start
        """,
    },
    "compose-production": {
        "requirements.txt": "flask\ngunicorn\nrq\n",
        "portal/__init__.py": "",
        "portal/web.py": _FLASK,
        "portal/worker.py": "import time\n\nwhile True:\n    time.sleep(1)\n",
        ".dockerignore": ".git\n",
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /portal
            COPY requirements.txt .
            RUN pip install -r requirements.txt
            COPY . .
            USER nobody
            CMD ["gunicorn", "portal.web:app", "--bind", "0.0.0.0:8000"]
        """,
        "compose.prod.yml": """
            services:
              web:
                build: .
                ports: ["80:8000"]
              worker:
                build: .
                command: python -m portal.worker
        """,
    },
    "kubernetes-args": {
        "requirements.txt": "uvicorn\nfastapi\n",
        "catalog/__init__.py": "",
        "catalog/asgi.py": _FASTAPI,
        ".dockerignore": ".git\n",
        "Dockerfile": """
            FROM python:3.12-slim
            WORKDIR /app
            COPY requirements.txt .
            RUN pip install -r requirements.txt
            COPY catalog /app/catalog
            USER 1000
            CMD ["uvicorn", "catalog.asgi:app", "--host", "0.0.0.0", "--port", "8080"]
        """,
    },
}
