"""The name of a task, made of what is asked for and of nothing else."""

import base64
import hashlib


def task_id(environment, parameters, options):
    digest = hashlib.sha256(f"{environment}\n{parameters}\n{options}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:26]
