using Baton.Runtime.Instances;
using Baton.TestKit;

namespace Baton.Runtime.Tests.Routing;

/// <summary>Which message goes where, over real sockets.</summary>
public sealed class RoutingTests : IDisposable
{
    private readonly RouterUnderTest _router = new();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task A_message_goes_once_for_each_link_of_its_type_in_the_order_in_which_it_was_sent()
    {
        var (sender, one, other) = (_router.Connect(), _router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(one), RouterUnderTest.To(other), RouterUnderTest.To(one), RouterUnderTest.To(other, "a::Other")]);
        for (var i = 0; i < 100; i++) sender.SendMessage(i);
        Assert.Equal(Enumerable.Range(0, 100).SelectMany(i => new[] { i, i }), one.ReadValues(200));
        Assert.Equal(Enumerable.Range(0, 100), other.ReadValues(100));
        Assert.Equal([100, 100, 100, 0], _router.Router.Figures.Links.Select(link => link.Messages));
        Assert.Equal(0, _router.Dropped);
    }

    [Fact]
    public async Task A_sender_may_be_the_target()
    {
        var instance = _router.Connect();
        await _router.Router.SetLinksAsync([RouterUnderTest.To(instance)]);
        instance.SendMessage(7);
        Assert.Equal([7], instance.ReadValues(1));
    }

    [Fact]
    public async Task A_type_without_a_link_is_counted_and_its_name_is_compared_exactly()
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        foreach (var type in new[] { "a::t", "a::T ", "", "a::TT" }) sender.SendMessage(1, type);
        sender.SendMessage(2);
        Assert.Equal([2], target.ReadValues(1));
        Assert.Equal(4, _router.Router.Figures.Unlinked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a::B<c::D>")]
    [InlineData("\"quoted\" \\ and \n\u0001\u007f/")]
    [InlineData("Zürich 東京 😀")]
    public async Task Any_text_may_be_a_type(string type)
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target, type)]);
        // As .NET writes it: with other escapes than the router.
        var line = $$$"""{"Storable":{"type_name":{{{System.Text.Json.JsonSerializer.Serialize(type)}}},"value":"1"}}""";
        sender.SendLine(line);
        var received = System.Text.Json.JsonDocument.Parse(target.ReadLine()).RootElement.GetProperty("Storable");
        Assert.Equal(type, received.GetProperty("type_name").GetString());
    }

    [Theory]
    [InlineData("""{"Storable":{"type_name":"a::T","value":"{\"value\":0}"}}""", null)]
    [InlineData("""{"Storable":{"type_name":"a::T","value":""}}""", null)]
    [InlineData("""{"Storable":{"type_name":"a::T","value":"\u0001\u001f\b\t\n\f\r\\\"/äあ😀"}}""", null)]
    [InlineData("""  { "Storable" : { "value" : "1" , "more" : [ {} ] , "type_name" : "a::T" } }  """, """{"Storable":{"type_name":"a::T","value":"1"}}""")]
    [InlineData("""{"Storable":{"type_name":"a\u003a:T","value":"\u0041\/\u000a\u001F\ud83d\ude00"}}""", """{"Storable":{"type_name":"a::T","value":"A/\n\u001f😀"}}""")]
    public async Task A_message_arrives_in_the_usual_form_with_its_value_unchanged(string sent, string? received)
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        sender.SendLine(sent);
        Assert.Equal(received ?? sent, target.ReadLine());
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"value\":\"1\"}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"value\":\"1\"}}}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"value\":\"1\"}} {}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"value\":1}}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\"}}")]
    [InlineData("{\"Storable\":{\"value\":\"1\"}}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"type_name\":\"a::T\",\"value\":\"1\"}}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"value\":\"1\"},\"Telemetry\":{}}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"value\":\"\\ud800\"}}")]
    [InlineData("{\"Storable\":{\"type_name\":\"a::T\",\"value\":\"\t\"}}")]
    [InlineData("{\"Storable\":[\"a::T\",\"1\"],\"x\":1}")]
    [InlineData("{\"Unknown\":{}}")]
    [InlineData("\"Storable\"")]
    [InlineData("{\"ControlResponse\":\"Started\"}")]
    [InlineData("{\"ControlRequest\":{\"StopRuntime\":{\"id\":\"no-uuid\"}}}")]
    [InlineData("{\"ControlRequest\":{\"StartRuntime\":{\"id\":\"00000000-0000-0000-0000-000000000000\",\"priority\":\"urgent\"}}}")]
    [InlineData("{\"Telemetry\":3}")]
    public async Task A_line_that_is_no_message_is_skipped_and_counted_and_the_connection_goes_on(string line)
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        sender.SendText($"{line}\n{line}\n{TestInstance.Message(5)}\n");
        Assert.Equal([5], target.ReadValues(1));
        Assert.Equal(2, _router.Router.Figures.Skipped);
        Assert.Equal(2, _router.Notices.Count);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_skipped()
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        sender.Socket.Send([.. "{\"Storable\":{\"type_name\":\"a::T\",\"value\":\""u8, 0xff, 0xfe, .. "\"}}\n"u8]);
        sender.SendMessage(6);
        Assert.Equal([6], target.ReadValues(1));
        Assert.Equal(1, _router.Router.Figures.Skipped);
    }

    [Theory]
    [InlineData(2048, "\n", true)]
    [InlineData(2049, "\n", false)]
    [InlineData(2048, "\r\n", true)]
    [InlineData(2049, "\r\n", false)]
    [InlineData(300_000, "\n", false)]
    public async Task A_line_may_be_2048_bytes_long_without_its_end(int length, string end, bool isTaken)
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        var empty = TestInstance.Message(1).Replace("\"1\"", "\"\"", StringComparison.Ordinal);
        var line = empty.Replace("\"\"}", $"\"{new string('x', length - empty.Length)}\"}}", StringComparison.Ordinal);
        sender.SendText(line + end + TestInstance.Message(8) + end);
        if (isTaken) Assert.Equal(line, target.ReadLine());
        Assert.Equal([8], target.ReadValues(1));
        Assert.Equal(isTaken ? 0 : 1, _router.Router.Figures.Skipped);
    }

    [Fact]
    public async Task Lines_may_come_in_any_pieces_and_the_last_needs_no_end()
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => TestInstance.Message(i) + "\n"))[..^1];
        for (var at = 0; at < text.Length; at += 7) sender.SendText(text[at..Math.Min(text.Length, at + 7)]);
        sender.Disconnect();
        Assert.Equal(Enumerable.Range(0, 40), target.ReadValues(40));
    }

    [Fact]
    public async Task What_is_for_an_instance_without_a_connection_waits_for_it_also_over_several_connections()
    {
        var (sender, target) = (_router.Connect(), _router.Add());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        for (var i = 0; i < 20; i++) sender.SendMessage(i);
        await Eventually.HoldsAsync(() => _router.Router.Figures.Links[0].Waiting == 20, "twenty to wait");
        target.Connect();
        Assert.Equal(Enumerable.Range(0, 20), target.ReadValues(20));
        target.Disconnect();
        await UntilGoneAsync(sender, target);
        for (var i = 20; i < 40; i++) sender.SendMessage(i);
        target.Connect();
        var values = new List<int>();
        while (!values.Contains(39)) values.AddRange(target.ReadValues(1));
        Assert.Equal(Enumerable.Range(20, 20), values.Where(value => value >= 20));
    }

    [Fact]
    public async Task A_second_connection_waits_until_the_first_has_ended()
    {
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        sender.SendMessage(1);
        Assert.Equal([1], target.ReadValues(1));
        using var second = new TestInstance(target.Id, target.Path);
        second.Connect();
        sender.SendMessage(2);
        Assert.Equal([2], target.ReadValues(1));
        target.Disconnect();
        await UntilGoneAsync(sender, target);
        sender.SendMessage(3);
        int got;
        do got = second.ReadValues(1)[0];
        while (got < 0);
        Assert.Equal(3, got);
    }

    [Fact]
    public async Task Only_messages_of_the_sender_that_a_link_names_go_by_it()
    {
        var (one, other, target) = (_router.Connect(), _router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target) with { From = one.Id }]);
        other.SendMessage(1);
        other.SendLine("rubbish");
        await Eventually.HoldsAsync(() => _router.Router.Figures.Skipped == 1, "the other's lines to be read");
        one.SendMessage(2);
        Assert.Equal([2], target.ReadValues(1));
    }

    [Fact]
    public async Task An_instance_may_go_in_mid_traffic_and_come_again_under_its_number()
    {
        var (sender, target, other) = (_router.Connect(), _router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target), RouterUnderTest.To(other)]);
        sender.SendMessage(1);
        Assert.Equal([1], other.ReadValues(1));
        await _router.Router.RemoveAsync(target.Id);
        Assert.False(File.Exists(target.Path));
        sender.SendMessage(2);
        Assert.Equal([2], other.ReadValues(1));
        Assert.Equal(1, _router.Dropped);
        await _router.Router.ListenAsync(target.Id, target.Path);
        using var again = new TestInstance(target.Id, target.Path);
        again.Connect();
        sender.SendMessage(3);
        Assert.Equal([3], again.ReadValues(1));
    }

    [Fact]
    public async Task Fifty_instances_reach_all_others()
    {
        const int count = 50, each = 20;
        var instances = Enumerable.Range(0, count).Select(_ => _router.Connect()).ToList();
        await _router.Router.SetLinksAsync([.. instances.Select(instance => RouterUnderTest.To(instance))]);
        var sending = Task.Run(() => Parallel.ForEach(instances, (instance, _, index) =>
        {
            for (var i = 0; i < each; i++) instance.SendMessage((int)(index * each) + i);
        }));
        foreach (var instance in instances) Assert.Equal(Enumerable.Range(0, count * each), instance.ReadValues(count * each).Order());
        await sending;
        Assert.Equal(0, _router.Dropped);
    }

    // The router has seen the end of a connection when a message waits.
    private async Task UntilGoneAsync(TestInstance sender, TestInstance target)
    {
        Assert.NotNull(target);
        await Eventually.HoldsAsync(() =>
        {
            sender.SendMessage(-1);
            return _router.Router.Figures.Links[0].Waiting > 0;
        }, "the router to see the end");
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_is_told()
    {
        var error = await Assert.ThrowsAsync<Core.BatonException>(() => _router.Router.ListenAsync(InstanceId.New(TimeProvider.System), "/tmp/" + new string('x', 103)));
        Assert.Contains("107 bytes", error.Message, StringComparison.Ordinal);
    }
}
