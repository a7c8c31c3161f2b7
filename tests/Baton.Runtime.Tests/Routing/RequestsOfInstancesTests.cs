using Baton.Runtime.Instances;
using Baton.TestKit;

namespace Baton.Runtime.Tests.Routing;

/// <summary>What instances send that is for Baton itself.</summary>
public sealed class RequestsOfInstancesTests : IDisposable
{
    private const string Other = "0195fc7b-33e6-70e3-bee1-000000000003";

    private readonly RouterUnderTest _router = new();
    private readonly TestInstance _instance;

    public RequestsOfInstancesTests() => _instance = _router.Connect();

    public void Dispose() => _router.Dispose();

    [Theory]
    [InlineData("""{"ControlRequest":{"StartRuntime":{"id":"0195FC7B33E670E3BEE1000000000003","priority":"low"}}}""", "start " + Other + " Low")]
    [InlineData("""{"ControlRequest":{"StartRuntime":{"id":"0195fc7b-33e6-70e3-bee1-000000000003","priority":null}}}""", "start " + Other + " ")]
    [InlineData("""{"ControlRequest": {"StartRuntime": {"more": 1, "id": "0195fc7b-33e6-70e3-bee1-000000000003"}}}""", "start " + Other + " ")]
    [InlineData("""{"ControlRequest":{"StopRuntime":{"id":"0195fc7b-33e6-70e3-bee1-000000000003"}}}""", "stop " + Other)]
    public async Task An_instance_may_ask_for_a_start_or_stop(string line, string asked)
    {
        _instance.SendLine(line);
        await Eventually.HoldsAsync(() => !_router.Asked.IsEmpty, "the request to be told");
        Assert.Equal([asked], _router.Asked);
    }

    [Theory]
    [InlineData(true, null, """{"ControlResponse":"Started"}""")]
    [InlineData(false, null, """{"ControlResponse":"Stopped"}""")]
    [InlineData(true, "no control privileges", """{"ControlResponse":{"Error":"no control privileges"}}""")]
    [InlineData(true, "starting \"x\"\n", """{"ControlResponse":{"Error":"starting \"x\"\n"}}""")]
    public async Task Until_it_is_answered_nothing_else_is_read_from_it(bool isStart, string? error, string answer)
    {
        await _router.Router.SetLinksAsync([RouterUnderTest.To(_instance)]);
        _instance.SendText($$$$"""{"ControlRequest":{"StopRuntime":{"id":"{{{{Other}}}}"}}}""" + "\n" + TestInstance.Message(1) + "\n");
        _instance.SendMessage(2);
        await Eventually.HoldsAsync(() => !_router.Asked.IsEmpty, "the request to be told");
        // Another instance's line has been read after that: this one's would have been, too.
        var other = _router.Connect();
        other.SendLine("rubbish");
        await Eventually.HoldsAsync(() => _router.Router.Figures.Skipped == 1, "the other's line to be read");
        Assert.Equal(0, _router.Router.Figures.Links[0].Messages);
        _router.Router.Answer(_instance.Id, isStart, error);
        Assert.Equal(answer, _instance.ReadLine());
        Assert.Equal([1, 2], _instance.ReadValues(2));
    }

    [Fact]
    public async Task An_answer_to_one_that_has_gone_or_asked_nothing_is_dropped()
    {
        _router.Router.Answer(_instance.Id, isStart: true, null);
        _router.Router.Answer(new InstanceId(Guid.Empty), isStart: true, null);
        await _router.Router.SetLinksAsync([RouterUnderTest.To(_instance)]);
        _instance.SendMessage(1);
        Assert.Equal([1], _instance.ReadValues(1));
    }

    [Fact]
    public async Task Answers_that_wait_behind_messages_reach_each_who_asked()
    {
        TestInstance[] asking = [_instance, _router.Connect(), _router.Connect()];
        await _router.Router.SetLinksAsync([.. asking.Select((one, i) => RouterUnderTest.To(one, $"T{i}"))]);
        var sender = _router.Connect();
        // Queues of different lengths: what holds for one must not be taken for true of another.
        foreach (var (i, count) in new[] { (0, 3000), (1, 400), (2, 600) })
        {
            for (var n = 0; n < count; n++) sender.SendLine($$$"""{"Storable":{"type_name":"T{{{i}}}","value":"{{{new string('v', 1500)}}}"}}""");
        }

        await Eventually.HoldsAsync(() => _router.Router.Figures.Links is [{ Dropped: > 0 }, { Waiting: > 0 }, { Messages: 600, Waiting: > 0 }], "messages to wait for all");
        foreach (var one in asking) one.SendLine($$$$"""{"ControlRequest":{"StopRuntime":{"id":"{{{{Other}}}}"}}}""");
        await Eventually.HoldsAsync(() => _router.Asked.Count == asking.Length, "the requests to be told");
        foreach (var one in asking) _router.Router.Answer(one.Id, isStart: false, null);
        // These are dropped for one another, and not the answers for them.
        for (var n = 0; n < 3000; n++) sender.SendLine("""{"Storable":{"type_name":"T0","value":"x"}}""");

        foreach (var one in asking)
        {
            while (one.ReadLine() != """{"ControlResponse":"Stopped"}""")
            {
                // A message that waited.
            }
        }
    }

    [Theory]
    [InlineData("""{"Telemetry":{"thread_id":"be9e:01","message":{"Log":{"time_unix_nano":18446744073709551615,"severity":"Info","body":"ä","attributes":[{"key":"k","value":{"F64":1.50}},{}]}}}}""", null)]
    [InlineData("""{ "Telemetry" : { "thread_id" : "a" , "message" : [ 1 , [ ] , null , "x y" ] } }""", """{"thread_id":"a","message":[1,[],null,"x y"]}""")]
    public async Task Telemetry_is_told_compact_and_otherwise_as_it_came(string line, string? told)
    {
        _instance.SendLine(line);
        await Eventually.HoldsAsync(() => !_router.Telemetry.IsEmpty, "telemetry");
        Assert.Equal([told ?? line["{\"Telemetry\":".Length..^1]], _router.Telemetry);
    }
}
