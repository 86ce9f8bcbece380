# Everything in one container: PostgreSQL, web and worker, under bin/run. The data lies in the volume /data.
FROM python:3.13-slim

# Reports are drawn in whatever script topics and people are written in.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-core fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 regulars && install -d -o regulars -g regulars -m 700 /data
WORKDIR /srv/regulars

# The environment first: it is made anew only when the lock changes.
COPY bin/environment bin/environment.py bin/
COPY requirements.lock requirements-uv.lock ./
RUN bin/environment requirements.lock

COPY . .
RUN .venv/bin/python -m compileall -q .venv regulars seeds

USER regulars
ENV REGULARS_DATA=/data REGULARS_LISTEN=0.0.0.0
VOLUME /data
EXPOSE 8000 2525
HEALTHCHECK --start-period=60s CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health')"]
CMD ["bin/run"]
