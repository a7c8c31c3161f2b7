using System.Text.Json;
using Baton.Processes;

namespace Baton.Control.Tests.Robot;

/// <summary>The robot's API, field by field.</summary>
public class RobotRoutesTests
{
    // 2026-01-01T00:00:00Z, where the clock of these tests begins.
    private const string Began = "1767225600.0";

    [Theory]
    [InlineData("?limit=1")]
    [InlineData("?limit=none&cursor=x")]
    [InlineData("?status=running&status=")]
    [InlineData("?anything=else")]
    public async Task The_list_has_all_services_whatever_parameters_come_with_it(string query)
    {
        await using var control = await ControlFixture.StartAsync("db", "web", "motor");
        var (plain, asked) = (await control.SendAsync("GET", "/api/services/list"), await control.SendAsync("GET", "/api/services/list" + query));
        Assert.Equal((200, plain.Body), (asked.Status, asked.Body));
        Assert.EndsWith("\"count\":3}", asked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_shows_each_service_with_what_the_manifest_says_of_it()
    {
        await using var control = await ControlFixture.StartAsync("motor", "leds");
        var answer = await control.SendAsync("GET", "/api/services/list");
        Assert.Equal((200, "application/json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal(
            """
            {"ok":true,"services":[{"name":"motor","pid":null,"status":"stopped","restart_policy":"always","crash_count":0,"last_restart":null,"start_time":null,"cpu_percent":0.0,"memory_mb":0.0,"last_health_check":null,"health_status":"unknown","health":{"healthy":false,"message":"not checked yet"},"display_name":"Motor socket","description":"Drives the wheels","type":"python","port":8081,"autostart":true},{"name":"leds","pid":null,"status":"stopped","restart_policy":"on-failure","crash_count":0,"last_restart":null,"start_time":null,"cpu_percent":0.0,"memory_mb":0.0,"last_health_check":null,"health_status":null,"display_name":"leds","description":"","type":"unknown","port":null,"autostart":true}],"count":2}
            """,
            answer.Body);
    }

    [Fact]
    [Trait("Defect", "B9-18")]
    public async Task A_status_shows_real_figures_times_as_seconds_and_what_the_last_check_found()
    {
        await using var control = await ControlFixture.StartAsync("motor");
        await control.SendAsync("POST", "/api/services/start/motor");
        control.Time.Advance(TimeSpan.FromSeconds(10.25));
        control.Probing.Answer(isSuccess: true, "Movement server is responding");
        Sample(control, new RunId("motor", 1), TimeSpan.FromSeconds(2.05), 22_544_384);
        var answer = await control.SendAsync("GET", "/api/services/status/motor");
        Assert.Equal(
            $$$$"""
            {"ok":true,"service":{"name":"motor","pid":1000,"status":"running","restart_policy":"always","crash_count":0,"last_restart":{{{{Began}}}},"start_time":{{{{Began}}}},"cpu_percent":20.0,"memory_mb":21.5,"last_health_check":1767225610.25,"health_status":"healthy","health":{"healthy":true,"message":"Movement server is responding"}}}
            """,
            answer.Body);
        var list = await control.SendAsync("GET", "/api/services/list");
        Assert.Contains("\"cpu_percent\":20.0,\"memory_mb\":21.5", list.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_answers_with_the_service_as_it_is_then_and_so_does_a_redundant_one()
    {
        await using var control = await ControlFixture.StartAsync("leds");
        string Running(int pid) => $$$$"""{"name":"leds","pid":{{{{pid}}}},"status":"running","restart_policy":"on-failure","crash_count":0,"last_restart":{{{{Began}}}},"start_time":{{{{Began}}}},"cpu_percent":0.0,"memory_mb":0.0,"last_health_check":null,"health_status":null}""";
        const string Stopped = $$$$"""{"name":"leds","pid":null,"status":"stopped","restart_policy":"on-failure","crash_count":0,"last_restart":{{{{Began}}}},"start_time":null,"cpu_percent":0.0,"memory_mb":0.0,"last_health_check":null,"health_status":null}""";
        foreach (var (act, done, service) in new[]
        {
            ("start", "started", Running(1000)), ("start", "started", Running(1000)), ("restart", "restarted", Running(1001)),
            ("stop", "stopped", Stopped), ("stop", "stopped", Stopped), ("restart", "restarted", Running(1002)),
        })
        {
            var answer = await control.SendAsync("POST", $"/api/services/{act}/leds");
            Assert.Equal((200, $$$$"""{"ok":true,"message":"Service leds {{{{done}}}}","service":{{{{service}}}}}"""), (answer.Status, answer.Body));
        }
    }

    [Fact]
    public async Task A_health_answer_is_there_with_and_without_a_check()
    {
        await using var control = await ControlFixture.StartAsync("motor", "leds");
        var checkedOne = await control.SendAsync("GET", "/api/services/health/motor");
        Assert.Equal("""{"ok":true,"service":"motor","health":{"healthy":false,"message":"not checked yet"}}""", checkedOne.Body);
        var other = await control.SendAsync("GET", "/api/services/health/leds");
        Assert.Equal("""{"ok":true,"service":"leds","health":{"healthy":true,"message":"No health check defined"}}""", other.Body);
    }

    [Fact]
    public async Task A_failed_run_is_crashed_and_counted_until_a_person_starts_it()
    {
        await using var control = await ControlFixture.StartAsync("leds");
        await control.SendAsync("POST", "/api/services/start/leds");
        control.Host.Exit(new RunId("leds", 1), new ExitStatus(1, null));
        var crashed = await StatusAsync(control, "leds");
        Assert.Equal(("crashed", 1, JsonValueKind.Null), (crashed.GetProperty("status").GetString(), crashed.GetProperty("crash_count").GetInt32(), crashed.GetProperty("pid").ValueKind));
        await control.SendAsync("POST", "/api/services/stop/leds");
        await control.SendAsync("POST", "/api/services/start/leds");
        Assert.Equal(0, (await StatusAsync(control, "leds")).GetProperty("crash_count").GetInt32());
    }

    [Fact]
    public async Task A_service_that_waits_for_another_is_starting()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        control.Host.SpawnsAtOnce = false;
        var asking = control.SendAsync("POST", "/api/services/start/web");
        await TestKit.Eventually.HoldsAsync(() => control.Host.Spawned.Any(), "a spawn of db");
        Assert.Equal("starting", (await StatusAsync(control, "web")).GetProperty("status").GetString());
        control.Host.ConfirmSpawn(new RunId("db", 1));
        await TestKit.Eventually.HoldsAsync(() => control.Host.Spawned.Count() == 2, "a spawn of web");
        control.Host.ConfirmSpawn(new RunId("web", 1));
        Assert.Equal(200, (await asking).Status);
    }

    [Fact]
    public async Task A_stop_by_force_asks_nobody_and_waits_for_nobody()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        await control.SendAsync("POST", "/api/services/start/web");
        control.Host.ObeysTerminate = false;
        var answer = await control.SendAsync("POST", "/api/services/stop/db?force=yes");
        Assert.Equal(200, answer.Status);
        Assert.Empty(control.Host.Terminated);
        Assert.Empty(control.Host.Live);
        Assert.Equal("stopped", (await StatusAsync(control, "web")).GetProperty("status").GetString());
    }

    [Fact]
    [Trait("Defect", "B9-10")]
    public async Task A_slow_stop_holds_up_no_other_request()
    {
        await using var control = await ControlFixture.StartAsync("leds", "motor");
        await control.SendAsync("POST", "/api/services/start/leds");
        control.Host.ObeysTerminate = false;
        var stopping = control.SendAsync("POST", "/api/services/stop/leds");
        await TestKit.Eventually.HoldsAsync(() => control.Host.Terminated.Any(), "a terminate");
        Assert.Equal("stopping", (await StatusAsync(control, "leds")).GetProperty("status").GetString());
        Assert.Equal(200, (await control.SendAsync("GET", "/api/services/list")).Status);
        Assert.Equal(200, (await control.SendAsync("POST", "/api/services/start/motor")).Status);
        Assert.False(stopping.IsCompleted);
        control.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, (await stopping).Status);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_502_with_the_reason()
    {
        await using var control = await ControlFixture.StartAsync("leds");
        control.Host.SpawnsAtOnce = false;
        var asking = control.SendAsync("POST", "/api/services/start/leds");
        await TestKit.Eventually.HoldsAsync(() => control.Host.Spawned.Any(), "a spawn");
        control.Host.FailSpawn(new RunId("leds", 1), "program \"leds\" was not found in PATH");
        var answer = await asking;
        Assert.Equal(502, answer.Status);
        RobotProblems.AssertOne(answer, 502, "cannot start service \"leds\": program \"leds\" was not found in PATH");
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_to_who_asks_so()
    {
        await using var control = await ControlFixture.StartAsync("leds", "db");
        foreach (var target in new[] { "/api/services/list", "/api/v1/services", "/api/v1/services?limit=1" })
        {
            var first = await control.SendAsync("GET", target);
            var tag = first.Header("ETag")!;
            Assert.Equal(tag, (await control.SendAsync("GET", target)).Header("ETag"));
            var known = await AskAsync(control, target, $"\"x\", {tag}");
            Assert.Equal((304, ""), (known.Status, known.Body));
            await control.SendAsync("POST", "/api/services/restart/leds");
            var changed = await AskAsync(control, target, tag);
            Assert.Equal(200, changed.Status);
            Assert.NotEqual(tag, changed.Header("ETag"));
        }
    }

    internal static void Sample(ControlFixture control, RunId run, TimeSpan cpu, long memory) =>
        control.Supervisor.On(new ProcessEvent.Sampled([new RunFigures(run, cpu, memory, 1, [])]));

    private static Task<RawAnswer> AskAsync(ControlFixture control, string target, string tags) =>
        RawHttp.ExchangeAsync(control.Unix, $"GET {target} HTTP/1.1\r\nHost: baton\r\nConnection: close\r\nIf-None-Match: {tags}\r\n\r\n");

    private static async Task<JsonElement> StatusAsync(ControlFixture control, string service)
    {
        var answer = await control.SendAsync("GET", $"/api/services/status/{service}");
        Assert.Equal(200, answer.Status);
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.GetProperty("service").Clone();
    }
}
