using System.Globalization;
using Baton.Control.Causes;
using Baton.Core.Notices;
using Baton.Supervision.Services;

namespace Baton.Control.Tests.Causes;

/// <summary>What is told, from facts as the supervisor publishes them: each line "SECOND SUBJECT what CAUSE detail", numbered from 1.</summary>
public class TellingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, Phase, int, string, string> Scenarios => new()
    {
        {
            "a start by the daemon", Phase.Running, 1,
            "0 daemon started - pid 1\n0 api start_requested 1 by baton up\n0 api starting 2 run 1\n1 api running 3\n",
            "0 run 1 was started\n0 a start was asked for by baton up\n"
        },
        {
            "a crash", Phase.Running, 7,
            "0 api starting - run 6\n1 api running 1\n60 api exited 2 signal SIGSEGV\n60 api backoff 3 signal SIGSEGV\n61 api starting 4 run 7\n61 api running 5\n",
            "61 run 7 was started, 1 s after that\n60 run 6 ended: signal SIGSEGV\n0 run 6 was started\n"
        },
        {
            "liveness", Phase.Running, 7,
            "0 api starting - run 6\n1 api ready 1 HTTP 200 after 9 ms\n1 api running 2\n60 api liveness_failed 3 liveness failed 3 times: HTTP 503 after 210 ms\n60 api stopping 4 liveness failed 3 times: HTTP 503 after 210 ms\n"
            + "61 api exited 5 signal SIGTERM\n61 api backoff 6 liveness failed 3 times: HTTP 503 after 210 ms\n62 api starting 7 run 7\n63 api ready 8 HTTP 200 after 12 ms\n63 api running 9\n",
            "63 run 7 became ready: HTTP 200 after 12 ms\n62 run 7 was started, 1 s after that\n61 run 6 ended: signal SIGTERM\n60 run 6 was asked to end\n60 liveness failed 3 times: HTTP 503 after 210 ms\n"
            + "1 run 6 became ready: HTTP 200 after 9 ms\n0 run 6 was started\n"
        },
        {
            "a device that went and came back", Phase.Running, 3,
            "0 api starting - run 2\n5 api devices_missing - missing /dev/ttyUSB0\n5 api stopping 2 missing /dev/ttyUSB0\n6 api exited 3 signal SIGTERM\n6 api waiting_devices 4 waiting for /dev/ttyUSB0\n"
            + "60 api devices_present - its devices are there\n60 api starting 6 run 3\n60 api running 7\n",
            "60 run 3 was started\n60 its devices were there again\n6 it could not start yet: waiting for /dev/ttyUSB0\n6 run 2 ended: signal SIGTERM\n5 run 2 was asked to end\n"
            + "5 a device that it needs was away: missing /dev/ttyUSB0\n0 run 2 was started\n"
        },
        {
            "a dependency that made it wait", Phase.Running, 1,
            "0 db start_requested - by uid 1000, as api, which needs it, starts\n0 db starting 1 run 1\n0 api start_requested - by uid 1000\n0 api waiting_dependencies 3 waiting for db (starting)\n"
            + "4 db ready 2 connected after 1 ms\n4 db running 5\n4 api starting 6 run 1\n4 api running 7\n",
            "4 run 1 was started, as db was running\n0 it could not start yet: waiting for db (starting)\n0 a start was asked for by uid 1000\n"
        },
        {
            "a person's stop", Phase.Stopped, 6,
            "0 api starting - run 6\n60 api stop_requested - by uid 1000\n60 api stopping 2 asked by uid 1000\n65 api killed 3 it had not ended 5 s after it was asked to\n65 api exited 4 signal SIGKILL\n65 api stopped 5 stopped by uid 1000\n",
            "65 run 6 ended: signal SIGKILL\n65 run 6 was killed: it had not ended 5 s after it was asked to\n60 run 6 was asked to end\n60 a stop was asked for by uid 1000\n"
        },
        {
            "a crash loop whose port is held", Phase.Failed, 5,
            "0 api starting - run 4\n1 api exited 1 exit code 3\n1 api backoff 2 exit code 3\n9 api starting 3 run 5\n9 api exited 4 exit code 3\n9 api failed 5 exit code 3; 5 failures in a row\n10 api port_taken 6 port 80 is held by \"nginx\" (pid 7, uid 0), which is not of this service\n",
            "10 port 80 is held by \"nginx\" (pid 7, uid 0), which is not of this service\n9 Baton gave it up: exit code 3; 5 failures in a row\n9 run 5 ended: exit code 3\n9 run 5 was started\n"
        },
        {
            "a start that took too long", Phase.Backoff, 1,
            "0 api start_requested - by uid 1000\n0 api starting 1 run 1\n30 api startup_timeout 2 not ready 30 s after its start; the last probe: connection refused\n30 api stopping 3 not ready 30 s after its start\n"
            + "31 api exited 4 signal SIGTERM\n31 api backoff 5 not ready 30 s after its start\n",
            "31 run 1 ended: signal SIGTERM\n30 run 1 was asked to end\n30 run 1 was not ready 30 s after its start; the last probe: connection refused\n0 run 1 was started\n"
        },
        {
            "a restart with a dependency", Phase.Running, 2,
            "0 api starting - run 1\n60 db exited - exit code 1\n60 api restart_requested 2 it is restarted with db\n60 api stopping 3\n61 api exited 4 signal SIGTERM\n62 db running 2\n62 api starting 6 run 2\n62 api running 7\n",
            "62 run 2 was started, as db was running\n61 run 1 ended: signal SIGTERM\n60 run 1 was asked to end\n60 it is restarted with db, as db ended (exit code 1)\n0 run 1 was started\n"
        },
        {
            "the end of everything by exit_when", Phase.Stopped, 1,
            "0 api starting - run 1\n9 job completed -\n9 daemon stopping 2 asked by exit_when: job has completed\n9 api stop_requested 3 by exit_when: job has completed\n9 api stopping 4 asked by exit_when: job has completed\n9 api exited 5 signal SIGTERM\n9 api stopped 6\n",
            "9 run 1 ended: signal SIGTERM\n9 run 1 was asked to end\n9 a stop was asked for by exit_when: job has completed, as everything was stopped (asked by exit_when: job has completed)\n"
        },
        {
            "a program that is not there", Phase.Backoff, 1,
            "0 api start_requested - by uid 0\n0 api starting 1 run 1\n0 api spawn_failed 2 program \"nope\" was not found\n0 api backoff 3 program \"nope\" was not found\n",
            "0 run 1 could not be started: program \"nope\" was not found\n0 run 1 was started\n"
        },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void It_is_told_as_a_person_would(string scenario, Phase state, int run, string facts, string told)
    {
        var notices = facts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => Read(line, i + 1)).ToList();
        var service = View(state, run);
        var own = new List<Notice>();
        foreach (var notice in notices.Where(notice => notice.Subject == "service/api").Reverse())
        {
            own.Add(notice);
            if (Story.IsEnough(own, service.IsLive, stories: 1)) break;
        }

        var trail = new CauseTrail(own, notices.Where(notice => notice.Subject != "service/api").ToDictionary(notice => notice.Seq));
        var why = Telling.Of(service, trail, _ => null);
        Assert.Equal(told, string.Concat(why.Steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{(step.Time - Noon).TotalSeconds} {step.Text}\n"))));
        Assert.NotEmpty(scenario);
        // What it came from is one of the steps, where the state itself does not say it.
        if (state is Phase.Running or Phase.Stopped) Assert.Contains(why.Because, why.Steps.Select(step => step.Text));
        else Assert.Null(why.Because);
    }

    [Fact]
    public void One_that_waits_tells_whom_for_down_to_the_one_that_failed()
    {
        var db = View(Phase.Failed, 5) with { Name = "db", Reason = "exit code 1; 5 failures in a row" };
        var api = View(Phase.WaitingDependencies, 0) with { DependsOn = ["db"], Reason = "waiting for db (failed)" };
        var web = View(Phase.WaitingDependencies, 0) with { Name = "web", DependsOn = ["api"], Reason = "waiting for api (waiting_dependencies)" };
        var why = Telling.Of(web, new CauseTrail([], new Dictionary<long, Notice>()), name => name == "api" ? api : db);
        Assert.Equal("web is waiting for api (waiting_dependencies)", why.Summary);
        Assert.Equal(["api is waiting for db (failed)", "db has failed: exit code 1; 5 failures in a row"], why.Steps.Select(step => step.Text));
    }

    [Fact]
    public async Task The_trail_is_followed_over_board_and_journal_and_told_over_the_api()
    {
        await using var control = await ControlFixture.StartWithJournalAsync("db");
        var root = control.Notices.Publish("service/other", "failed", cause: null, "exit code 1");
        control.Notices.Publish("service/db", "starting", root, "run 1");
        for (var i = 0; i < 200; i++)
        {
            control.Notices.Publish("daemon", "tick");
            if (i % 20 == 0) await TestKit.Eventually.HoldsAsync(() => control.Journal!.Reader.Newest(long.MaxValue, 1, Journal.Reading.NoticeFilter.All).First == control.Notices.Last, "it is written");
        }

        var answer = await control.SendAsync("GET", "/api/v1/services/db/why");
        Assert.Contains("\"text\":\"run 1 was started, as other failed (exit code 1)\",\"seq\":2}", answer.Body, StringComparison.Ordinal);
        Assert.Contains("{\"seq\":1,", answer.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await control.SendAsync("GET", "/api/v1/services/ghost/why")).Status);
        Assert.Equal(422, (await control.SendAsync("GET", "/api/v1/services/db/why?last=0")).Status);
    }

    private static Notice Read(string line, long seq)
    {
        var words = line.Split(' ', 5);
        return new Notice(seq, Noon + TimeSpan.FromSeconds(int.Parse(words[0], CultureInfo.InvariantCulture)), words[1] == "daemon" ? "daemon" : $"service/{words[1]}", words[2],
            words[3] == "-" ? null : long.Parse(words[3], CultureInfo.InvariantCulture), words.Length > 4 ? words[4] : null);
    }

    private static ServiceView View(Phase state, int run) => new()
    {
        Name = "api",
        State = state,
        IsReady = state == Phase.Running,
        IsDesired = state != Phase.Stopped,
        Run = run,
        Restarts = 0,
        Failures = 0,
        Since = Noon,
        DependsOn = [],
    };
}
