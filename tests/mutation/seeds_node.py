"""Seeds whose services are JavaScript."""

from __future__ import annotations

EXPRESS = """
    const express = require('express')

    const app = express()
    app.get('/health', (request, response) => response.end())
    app.listen(process.env.PORT || 3000)
"""
NODE: dict[str, dict[str, str]] = {
    "express-image": {
        "package.json": """
            {
              "name": "api",
              "scripts": {"start": "node server.js", "dev": "nodemon server.js"},
              "dependencies": {"express": "4"}
            }
        """,
        "package-lock.json": '{"name": "api", "lockfileVersion": 3, "packages": {}}\n',
        "server.js": EXPRESS,
        ".dockerignore": "node_modules\n.git\n",
        "Dockerfile": """
            FROM node:22-slim
            WORKDIR /app
            COPY package.json package-lock.json ./
            RUN npm ci --omit=dev
            COPY server.js ./
            USER node
            CMD ["npm", "start"]
        """,
    },
    "express-node-image": {
        "package.json": """
            {
              "name": "api",
              "scripts": {"start": "node source/index.js", "dev": "node --watch source/index.js"}
            }
        """,
        "package-lock.json": '{"name": "api", "lockfileVersion": 3, "packages": {}}\n',
        "source/index.js": EXPRESS,
        ".dockerignore": "node_modules\n.git\n",
        "Dockerfile": """
            FROM node:22-slim
            WORKDIR /app
            COPY package*.json ./
            RUN npm ci --omit=dev
            COPY source ./source
            USER node
            CMD ["node", "source/index.js"]
        """,
        "fly.toml": 'app = "api"\n\n[http_service]\ninternal_port = 3000\n',
    },
    "prisma-render": {
        "package.json": (
            '{\n  "name": "web",\n  "scripts": {\n    "start": "node index.js",\n    "dev": "tsx watch index.js",\n'
            '    "deploy:db": "node scripts/deploy.js"\n  },\n  "dependencies": {"@prisma/client": "6"}\n}\n'
        ),
        "package-lock.json": '{"name": "web", "lockfileVersion": 3, "packages": {}}\n',
        "index.js": EXPRESS,
        "scripts/deploy.js": "console.error('nothing to deploy')\n",
        "render.yaml": """
            services:
              - type: web
                name: web
                runtime: node
                rootDir: .
                buildCommand: npm ci
                startCommand: npm start
        """,
    },
    "heroku-node": {
        "package.json": """
            {
              "name": "web",
              "scripts": {"start": "node web.js", "dev": "nodemon web.js"}
            }
        """,
        "web.js": EXPRESS,
        "Procfile": "web: npm start\n",
    },
}
