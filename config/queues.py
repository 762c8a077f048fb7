"""How Celery is set: a few queues, early acknowledgement, short patience, a schedule in code."""

import sys

from config.environment import broker_url as as_broker_url
from config.environment import redis_url

IS_WORKER = "worker" in sys.argv

broker_url = as_broker_url(redis_url())
result_backend = None
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
timezone = "UTC"
enable_utc = True

# The row's lease brings work back, not the broker: late acknowledgement can kill a worker or loop on a poisoned row.
task_acks_late = False
task_reject_on_worker_lost = False
worker_disable_prefetch = True
worker_prefetch_multiplier = 1
task_soft_time_limit = 90
task_time_limit = 120

# A worker blocks one second in BRPOP, so it needs more patience than a web request has, which may meet a silent broker
# three times: on the connection it had, on a new one, and in the one retry.
broker_transport_options = {
    "visibility_timeout": 3600,
    "socket_timeout": 5 if IS_WORKER else 0.4,
    "socket_connect_timeout": 2 if IS_WORKER else 0.4,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
task_publish_retry_policy = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}

worker_soft_shutdown_timeout = 30
worker_hijack_root_logger = False
worker_send_task_events = False

# A worker takes from its queues in turn, so what sweeps find does not wait behind one company's thousand hints.
task_default_queue = "fast"
task_routes = {
    "*.sweep*": {"queue": "sweeps"},
    "evidence.*": {"queue": "bulk"},
    "*.prune*": {"queue": "bulk"},
    "inbox.deliver": {"queue": "mail"},  # a mail server that does not answer must not hold up the clocks
}

beat_scheduler = "config.beat:LivingScheduler"
beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds * 2}}
    for name, seconds in {
        "cases.sweep_triage": 10,
        "cases.sweep_alarms": 5,
        "cases.sweep_referrals": 15,
        "cases.sweep_waiting": 10,
        "cases.sweep_orphans": 30,
        "cases.sweep_rollouts": 10,
        "cases.sweep_bulk": 10,
        "callbacks.sweep_alarms": 5,
        "callbacks.sweep_orphans": 60,
        "callbacks.sweep_nights": 20,
        "callbacks.sweep_jobs": 20,
        "callbacks.sweep_returns": 30,
        "callbacks.sweep_rates": 600,
        "routing.sweep_holidays": 6 * 3600,
        "evidence.sweep": 15,
        "inbox.sweep_deliveries": 10,
        "evidence.tidy": 6 * 3600,
        "inbox.prune": 6 * 3600,
        "cases.prune": 6 * 3600,
    }.items()
}
