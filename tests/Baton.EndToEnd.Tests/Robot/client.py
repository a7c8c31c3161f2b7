"""What a page of the robot's service manager does: lists, acts, reads logs, shows "detail", else "error". Ends with 0 when all is as it knows it."""
import json
import sys
import threading
import time
import urllib.error
import urllib.request

BASE = sys.argv[1] + "/api/services"
FIELDS = ["name", "pid", "status", "restart_policy", "crash_count", "last_restart", "start_time", "cpu_percent", "memory_mb",
          "last_health_check", "health_status"]
MORE = ["display_name", "description", "type", "port", "autostart"]


def ask(method, path, status=200):
    request = urllib.request.Request(BASE + path, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            code, body = answer.status, json.load(answer)
    except urllib.error.HTTPError as failure:
        code, body = failure.code, json.load(failure)
    assert code == status, (method, path, code, body)
    assert body["ok"] is (status == 200), body
    if status != 200:
        assert body["detail"] == body["error"] and body["error_code"] == f"HTTP_{status}", body
    return body


def listed():
    body = ask("GET", "/list")
    assert body["count"] == len(body["services"])
    for service in body["services"]:
        assert [key for key in FIELDS + MORE if key not in service] == [], service
        assert isinstance(service["cpu_percent"], float) and isinstance(service["memory_mb"], float), service
        assert service["status"] in ("stopped", "starting", "running", "stopping", "crashed"), service
    return {service["name"]: service for service in body["services"]}


def until(holds, what):
    # The page asks every five seconds; a test has less patience.
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def main():
    until(lambda: listed()["navigator"]["status"] == "running", "navigator runs")
    services = listed()
    motor = services["motor_ws"]
    assert (motor["type"], motor["display_name"], motor["restart_policy"], motor["autostart"]) == ("python", "Motor socket", "always", True), motor
    assert motor["pid"] > 0 and motor["start_time"] == motor["last_restart"] and abs(time.time() - motor["start_time"]) < 300, motor
    assert services["lighting_server"]["status"] == "stopped" and services["lighting_server"]["port"] is None
    assert services["ros_core"]["status"] == "stopped" and "health" not in services["ros_core"], services["ros_core"]
    until(lambda: listed()["motor_ws"].get("health") == {"healthy": True, "message": "Movement server is responding"}, "motor_ws is healthy")
    until(lambda: listed()["motor_ws"]["memory_mb"] > 0, "its memory is known")
    assert ask("GET", "/status/motor_ws")["service"]["health_status"] == "healthy"
    assert ask("GET", "/health/lighting_server")["health"] == {"healthy": True, "message": "No health check defined"}

    started = ask("POST", "/start/lighting_server")
    assert started["message"] == "Service lighting_server started" and started["service"]["pid"] > 0, started
    assert ask("POST", "/start/lighting_server")["service"]["pid"] == started["service"]["pid"]
    again = ask("POST", "/restart/lighting_server")["service"]
    assert again["pid"] != started["service"]["pid"], again
    assert ask("POST", "/stop/lighting_server?force=true")["service"]["pid"] is None
    assert ask("POST", "/stop/lighting_server")["service"]["status"] == "stopped"

    until(lambda: "wheels: turning\n" in ask("GET", "/logs/motor_ws?lines=100")["logs"]["stdout"], "the wheels turn")
    # It takes its time to stop; the page asks on meanwhile.
    stopping = threading.Thread(target=lambda: ask("POST", "/stop/motor_ws"))
    stopping.start()
    seen = set()
    while stopping.is_alive():
        seen.add(listed()["motor_ws"]["status"])
    stopping.join()
    assert "stopping" in seen, seen
    assert ask("GET", "/logs/motor_ws?lines=1")["logs"]["stdout"] == ["wheels: stopped\n"]
    assert listed()["navigator"]["status"] == "stopped"

    for method, act in (("GET", "status"), ("POST", "start"), ("POST", "stop"), ("POST", "restart"), ("GET", "logs"), ("GET", "health")):
        assert "ghost" in ask(method, f"/{act}/ghost", 404)["error"]
    ask("GET", "/logs/motor_ws?lines=0", 422)
    ask("POST", "/stop/motor_ws?force=perhaps", 422)
    ask("GET", "/start/motor_ws", 405)
    print("as it knows it")


main()
