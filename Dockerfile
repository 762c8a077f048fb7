# One image for web, worker, beat and the two one-off commands; which it is, docker-compose.yml says.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    KEPT_HOME=/var/lib/kept STATIC_ROOT=/srv/static BIND=0.0.0.0:8000

RUN useradd --system --home-dir /var/lib/kept --create-home kept
WORKDIR /srv/kept

COPY requirements.txt .
RUN pip install --require-hashes --requirement requirements.txt

COPY . .
# Static files need no secret and no database; these values are for this one command and stay in no layer.
RUN DEBUG=0 SECRET_KEY=only-to-collect-static-files ALLOWED_HOSTS=localhost PUBLIC_BASE_URL=http://localhost \
    DATABASE_URL=postgresql://kept_web@localhost/kept REDIS_URL=redis://localhost \
    python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p /var/lib/kept/media && chown -R kept:kept /var/lib/kept

USER kept
VOLUME /var/lib/kept/media
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi:application"]
