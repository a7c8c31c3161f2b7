using System.Globalization;
using Baton.Control.Access;

namespace Baton.Control.Tests.Endpoints;

/// <summary>Every route, its golden answer.</summary>
public class RoutesTests
{
    [Fact]
    public async Task A_service_that_never_ran_shows_what_is_known_and_nothing_else()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("GET", "/api/v1/services/db");
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.NotNull(answer.Header("X-Request-Id"));
        Assert.Equal(
            """{"name":"db","state":"stopped","ready":false,"desired":false,"run":0,"restarts":0,"restart_policy":"on-failure","failures":0,"since":"2026-01-01T00:00:00.000Z","depends_on":[],"groups":[],"enabled":true,"autostart":true}""",
            answer.Body);
    }

    [Fact]
    public async Task A_start_answers_with_the_services_asked_for_and_those_they_needed()
    {
        await using var control = await ControlFixture.StartAsync();
        var answer = await control.SendAsync("POST", "/api/v1/services/web/start", """{"timeout_seconds":60}""");
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """
            {"services":[{"name":"web","state":"running","ready":true,"desired":true,"run":1,"pid":1001,"restarts":0,"restart_policy":"on-failure","failures":0,"since":"2026-01-01T00:00:00.000Z","started_at":"2026-01-01T00:00:00.000Z","depends_on":["db"],"groups":[],"enabled":true,"autostart":true}],"also":[{"name":"db","state":"running","ready":true,"desired":true,"run":1,"pid":1000,"restarts":0,"restart_policy":"on-failure","failures":0,"since":"2026-01-01T00:00:00.000Z","started_at":"2026-01-01T00:00:00.000Z","depends_on":[],"groups":[],"enabled":true,"autostart":true}]}
            """,
            answer.Body);
    }

    [Fact]
    public async Task A_stop_stops_what_depends_on_it_first_and_says_so()
    {
        await using var control = await ControlFixture.StartAsync();
        await control.SendAsync("POST", "/api/v1/services/start");
        var answer = await control.SendAsync("POST", "/api/v1/services/stop", """{"names":["db"]}""");
        Assert.Equal(200, answer.Status);
        Assert.Matches("""^\{"services":\[\{"name":"db","state":"stopped".*\],"also":\[\{"name":"web","state":"stopped".*"exit_signal":"SIGTERM".*\]\}$""", answer.Body);
        Assert.Equal(["web", "db"], control.Host.Terminated);
    }

    [Fact]
    public async Task Starting_what_runs_and_stopping_what_does_not_is_200_with_the_present_state()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var stop = await control.SendAsync("POST", "/api/v1/services/db/stop");
        Assert.Equal((200, true), (stop.Status, stop.Body.Contains("\"state\":\"stopped\"", StringComparison.Ordinal)));
        await control.SendAsync("POST", "/api/v1/services/db/start");
        var start = await control.SendAsync("POST", "/api/v1/services/db/start");
        Assert.Equal((200, true), (start.Status, start.Body.Contains("\"run\":1,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_restart_answers_with_the_new_run()
    {
        await using var control = await ControlFixture.StartAsync("db");
        await control.SendAsync("POST", "/api/v1/services/db/start");
        var answer = await control.SendAsync("POST", "/api/v1/services/restart", """{"names":["db"]}""");
        Assert.Contains("\"run\":2,", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_502_with_the_reason()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Host.SpawnsAtOnce = false;
        var asking = control.SendAsync("POST", "/api/v1/services/db/start");
        await TestKit.Eventually.HoldsAsync(() => control.Host.Spawned.Any(), "a spawn");
        control.Host.FailSpawn(new Processes.RunId("db", 1), "program \"true\" was not found in PATH");
        var answer = await asking;
        Assert.Equal(502, answer.Status);
        Assert.Contains("\"code\":\"spawn_failed\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("""cannot start service \"db\": program \"true\" was not found in PATH""", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_takes_longer_than_asked_is_504_and_goes_on()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Host.SpawnsAtOnce = false;
        var asking = control.SendAsync("POST", "/api/v1/services/db/start", """{"timeout_seconds":2.5}""");
        await TestKit.Eventually.HoldsAsync(() => control.Host.Spawned.Any(), "a spawn");
        control.Time.Advance(TimeSpan.FromSeconds(2.5));
        var answer = await asking;
        Assert.Equal(504, answer.Status);
        Assert.Contains("the start was not done after 2.5 s; it goes on", answer.Body, StringComparison.Ordinal);
        Assert.True(control.Supervisor.Find("db")!.IsDesired);
    }

    [Fact]
    public async Task Pages_of_services_lead_to_the_next_by_cursor_and_by_link()
    {
        var names = Enumerable.Range(0, 5).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i}")).ToArray();
        await using var control = await ControlFixture.StartAsync(names);
        var first = await control.SendAsync("GET", "/api/v1/services?limit=2");
        Assert.Contains("\"next\":\"MS9zMQ\"", first.Body, StringComparison.Ordinal);
        Assert.Equal("</api/v1/services?limit=2&cursor=MS9zMQ>; rel=\"next\"", first.Header("Link"));
        var second = await control.SendAsync("GET", "/api/v1/services?limit=2&cursor=MS9zMQ");
        Assert.StartsWith("""{"items":[{"name":"s2",""", second.Body, StringComparison.Ordinal);
        var last = await control.SendAsync("GET", "/api/v1/services?limit=2&cursor=My9zMw");
        Assert.StartsWith("""{"items":[{"name":"s4",""", last.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"next\"", last.Body, StringComparison.Ordinal);
        Assert.Null(last.Header("Link"));
    }

    [Fact]
    public async Task A_cursor_behind_a_service_that_is_gone_goes_on_at_its_place()
    {
        await using var control = await ControlFixture.StartAsync("s0", "s1", "s2");
        var gone = Convert.ToBase64String("1/ghost"u8).TrimEnd('=');
        var answer = await control.SendAsync("GET", $"/api/v1/services?cursor={gone}");
        Assert.StartsWith("""{"items":[{"name":"s1",""", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_given_in_order_with_their_causes_and_pages_lead_on()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Notices.Publish("daemon", "started");
        control.Notices.Publish("service/db", "starting", cause: 1, "by uid 1000");
        var page = await control.SendAsync("GET", "/api/v1/events?limit=1");
        Assert.Equal("""{"items":[{"seq":1,"time":"2026-01-01T00:00:00.000Z","subject":"daemon","what":"started"}],"next":"1","last":2}""", page.Body);
        Assert.Equal("</api/v1/events?limit=1&cursor=1>; rel=\"next\"", page.Header("Link"));
        var next = await control.SendAsync("GET", "/api/v1/events?limit=1&cursor=1");
        Assert.Equal(
            """{"items":[{"seq":2,"time":"2026-01-01T00:00:00.000Z","subject":"service/db","what":"starting","cause":1,"detail":"by uid 1000"}],"last":2}""",
            next.Body);
    }

    [Fact]
    public async Task Log_lines_are_given_as_they_are_written()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Append("db", 1, $"{LogFiles.Stamp(1)} [stdout] say \"hi\" <ü>\n{LogFiles.Stamp(2)} [stderr+] \u001b[31mred\n");
        var answer = await control.SendAsync("GET", "/api/v1/logs?service=db");
        Assert.Equal(
            """
            {"items":[{"service":"db","run":1,"time":"2026-01-01T00:00:00.001Z","stream":"stdout","text":"say \"hi\" <ü>","continued":false},{"service":"db","run":1,"time":"2026-01-01T00:00:00.002Z","stream":"stderr","text":"\u001B[31mred","continued":true}]}
            """,
            answer.Body);
    }

    [Fact]
    public async Task The_system_tells_of_itself()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("GET", "/api/v1/system");
        Assert.Equal(
            """{"version":"1.2.3","pid":42,"state_directory":"/state","listen":["/state/baton.sock"],"started_at":"2026-01-01T00:00:00.000Z","state":"running","degraded":[]}""",
            answer.Body);
    }

    [Fact]
    public async Task A_shutdown_is_passed_on_with_who_asked_and_answered_at_once()
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/system/shutdown")).Status);
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/system/shutdown", """{"kill":true}""")).Status);
        var who = $"uid {Peer.OwnUser()}";
        Assert.Equal([(false, who), (true, who)], control.Shutdowns);
    }
}
