"""The feedback function as it would be written in Python: the yardstick of `tests/bench/lambda`.

Does for a JSON post what `functions/src/bin/feedback.rs` does: checks the fields, counts the sender's request, writes once under the client key, and
answers a repeat as the first. It leaves out what would only make it slower: forms, pages, both languages.
"""

import datetime
import hashlib
import hmac
import json
import os
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

PREFIX = os.environ.get("MINGTANG_TABLE_PREFIX", "mingtang-")
SECRET = bytes.fromhex(os.environ["MINGTANG_SECRET"])
LIMIT, HOUR = 60_000, 3600
FIELDS = {"client_key", "kind", "subject", "text", "where", "page", "useful"}
HEADERS = {"content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff"}

store = boto3.client(
    "dynamodb", endpoint_url=os.environ.get("AWS_ENDPOINT_URL_DYNAMODB"),
    config=Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=4, read_timeout=4),
)


def keyed(*parts):
    return hmac.new(SECRET, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:32]


def faults(typed):
    found = [{"field": name, "code": "unknown_field"} for name in typed if name not in FIELDS]
    if typed.get("kind") not in ("page", "suggestion", "topic"):
        found.append({"field": "kind", "code": "not_a_choice"})
    for name, most in (("subject", 60), ("text", 2000)):
        if len(str(typed.get(name, ""))) > most:
            found.append({"field": name, "code": "too_long"})
    return found


def answer(status, body):
    return {"statusCode": status, "headers": HEADERS, "body": json.dumps(body, ensure_ascii=False), "isBase64Encoded": False}


def count(sender):
    now = int(time.time())
    try:
        store.update_item(
            TableName=PREFIX + "limits", Key={"limit_key": {"S": keyed("limit", sender, str(now // HOUR))}},
            UpdateExpression="SET #e = :until ADD hits :one", ConditionExpression="attribute_not_exists(hits) OR hits < :max",
            ExpressionAttributeNames={"#e": "expires_at"},
            ExpressionAttributeValues={":until": {"N": str(now + HOUR)}, ":one": {"N": "1"}, ":max": {"N": str(LIMIT)}},
        )
        return True
    except ClientError as fault:
        if fault.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise


def keep(typed):
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="seconds")
    key = keyed("client-key", typed["client_key"])
    entry = {"key": key, "fingerprint": keyed(*(f"{k}={v}" for k, v in typed.items())), "filed_at": now, **typed}
    item = {
        "feedback_key": {"S": key}, "bucket": {"S": f"{now[:7]}#{int(key[:2], 16) % 16:02}"}, "filed_at": {"S": f"{now}#{key}"},
        "doc": {"S": json.dumps(entry, ensure_ascii=False)},
    }
    try:
        store.put_item(TableName=PREFIX + "feedback", Item=item, ConditionExpression="attribute_not_exists(feedback_key)")
        return True
    except ClientError as fault:
        if fault.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
    found = store.get_item(TableName=PREFIX + "feedback", Key={"feedback_key": {"S": key}}, ConsistentRead=True)
    return json.loads(found["Item"]["doc"]["S"])["fingerprint"] == entry["fingerprint"]


def handle(event, _):
    typed = json.loads(event["body"])
    found = faults(typed)
    if found:
        return answer(422, {"code": "validation_failed", "errors": found})
    if not count(event["requestContext"]["http"]["sourceIp"]):
        return answer(429, {"code": "too_many"})
    if not keep(typed):
        return answer(409, {"code": "key_reused"})
    return answer(201, {"stored": True})
