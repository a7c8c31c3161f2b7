using Baton.Contracts;
using Baton.Control.Streams;
using Baton.Processes;
using Baton.TestKit;

namespace Baton.Control.Tests.Streams;

public class ServiceStreamTests
{
    private const string Address = "/api/v1/services";

    [Fact]
    public async Task All_services_come_first_in_their_order_and_in_parts()
    {
        await using var control = await ControlFixture.StartAsync([.. Enumerable.Range(0, 600).Select(i => $"s{i:000}")]);
        using var stream = await control.StreamAsync(Address);
        var parts = new List<ServicesPart>();
        var reader = new FrameReader(stream);
        do parts.Add(await reader.NextAsync("services", WireJson.Default.ServicesPart));
        while (parts[^1].More == true);
        Assert.Equal([(true, 250), (null, 250), (null, 100)], parts.Select(part => (part.Reset, part.Items.Count)));
        Assert.Equal([true, true, null], parts.Select(part => part.More));
        Assert.Equal(control.Supervisor.Names, parts.SelectMany(part => part.Items).Select(service => service.Name));
    }

    [Fact]
    public async Task A_change_is_told_at_once_and_the_next_ones_together_after_a_pause()
    {
        await using var control = await ControlFixture.StartAsync("db", "web", "lamp");
        using var stream = await control.StreamAsync(Address);
        var reader = new FrameReader(stream);
        await reader.NextAsync("services", WireJson.Default.ServicesPart);
        await RestedAsync(control);

        await control.SendAsync("POST", "/api/v1/services/db/start");
        var first = await reader.NextAsync("changed", WireJson.Default.ServicesChanged);
        Assert.Equal("db", first.Items.Single().Name);

        // Within the pause nothing is told, then only how things are.
        await control.SendAsync("POST", "/api/v1/services/db/restart");
        await control.SendAsync("POST", "/api/v1/services/db/restart");
        await control.SendAsync("POST", "/api/v1/services/lamp/start");
        await Eventually.HoldsAsync(() => control.Time.Armed.Contains(ServiceStreaming.Pause), "the pause");
        control.Time.Advance(ServiceStreaming.Pause);
        var next = await reader.NextAsync("changed", WireJson.Default.ServicesChanged);
        Assert.Equal([("db", 3, "running"), ("lamp", 1, "running")], next.Items.Select(service => (service.Name, service.Run, service.State)));
    }

    [Fact]
    public async Task Figures_are_told_after_each_measurement_and_only_those_that_are_others()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        await control.SendAsync("POST", "/api/v1/services/start");
        using var stream = await control.StreamAsync(Address);
        var reader = new FrameReader(stream);
        await reader.NextAsync("services", WireJson.Default.ServicesPart);
        await RestedAsync(control);
        Assert.Contains(control.Host.Commands, command => command is ProcessCommand.Sample);

        Measure(control, ("db", 1048576, 3), ("web", 4096, 1));
        Assert.Equal("""{"items":[["db",0,1048576,3],["web",0,4096,1]]}""", await reader.NextAsync("figures"));
        await RestedAsync(control);
        Measure(control, ("db", 1048576, 3), ("web", 8192, 1));
        Assert.Equal("""{"items":[["web",0,8192,1]]}""", await reader.NextAsync("figures"));
        await RestedAsync(control);
        Measure(control, ("db", 1048576, 3), ("web", 8192, 1));
        Assert.Equal("""{"items":[]}""", await reader.NextAsync("figures"));
    }

    [Fact]
    public async Task What_is_no_longer_as_was_asked_for_is_gone_and_comes_back_as_a_change()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        await control.SendAsync("POST", "/api/v1/services/start");
        using var stream = await control.StreamAsync($"{Address}?state=running&search=W");
        var reader = new FrameReader(stream);
        Assert.Equal(["web"], (await reader.NextAsync("services", WireJson.Default.ServicesPart)).Items.Select(service => service.Name));
        await RestedAsync(control);
        await control.SendAsync("POST", "/api/v1/services/web/stop");
        Assert.Equal("""{"names":["web"]}""", await ToldAsync(control, reader.NextAsync("gone")));
        await RestedAsync(control);
        await control.SendAsync("POST", "/api/v1/services/web/start");
        Assert.Equal("web", (await ToldAsync(control, reader.NextAsync("changed", WireJson.Default.ServicesChanged))).Items.Single().Name);
    }

    [Fact]
    public async Task Other_services_after_a_reload_are_told_anew()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        using var stream = await control.StreamAsync($"{Address}?service=web&service=db");
        var reader = new FrameReader(stream);
        await reader.NextAsync("services", WireJson.Default.ServicesPart);
        await RestedAsync(control);
        var next = new Baton.Supervision.Reload.ServiceSet([ControlFixture.Define("new"), ControlFixture.Define("db")], []);
        await control.Supervisor.ReloadAsync(next, new Baton.Supervision.Services.ActCause("the test"));
        var part = await reader.NextAsync("services", WireJson.Default.ServicesPart);
        // "web", which was named, is not there any more; that ends nothing.
        Assert.Equal((true, "db"), (part.Reset, part.Items.Single().Name));
    }

    [Fact]
    public async Task A_reader_that_rests_is_told_how_things_are_and_not_what_happened_meanwhile()
    {
        await using var control = await ControlFixture.StartAsync([.. Enumerable.Range(0, 500).Select(i => $"s{i:000}")]);
        using var stream = await control.StreamAsync(Address);
        await Eventually.HoldsAsync(() => control.Time.Armed.Count > 1, "the stream is there");
        for (var i = 0; i < 40; i++)
        {
            await control.Supervisor.RestartAsync([], new Baton.Supervision.Services.ActCause("the test"), default);
            control.Time.Advance(ServiceStreaming.Pause);
        }

        var ending = control.Server.StopAsync("that is all");
        var (reader, all) = (new FrameReader(stream), "");
        while (!all.Contains("event: end", StringComparison.Ordinal)) all += await reader.NextFrameAsync();
        await ending;
        // Forty restarts of 500 services are some 12 MB if each is told.
        Assert.InRange(all.Length, 100_000, 3_000_000);
        foreach (var name in control.Supervisor.Names) Assert.Contains($"{{\"name\":\"{name}\",\"state\":\"running\",\"ready\":true,\"desired\":true,\"run\":40,", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=5")]
    [InlineData("?cursor=abc")]
    [InlineData("?state=sleeping")]
    [InlineData("?ready=maybe")]
    public async Task What_a_stream_does_not_take_is_422(string query)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await RawHttp.ExchangeAsync(control.Unix, $"GET {Address}{query} HTTP/1.1\r\nHost: baton\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n");
        Assert.Equal(422, answer.Status);
    }

    [Fact]
    public async Task The_end_of_the_api_ends_the_stream_with_a_reason_and_nobody_looks_at_figures_any_more()
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var stream = await control.StreamAsync(Address);
        var reader = new FrameReader(stream);
        await reader.NextAsync("services", WireJson.Default.ServicesPart);
        await RestedAsync(control);
        await control.Server.StopAsync("stopped by test");
        Assert.Equal("""{"reason":"stopped by test"}""", await reader.NextAsync("end"));
        var before = control.Host.Commands.Count;
        control.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(before, control.Host.Commands.Count);
    }

    /// <summary>Waits for a message, and lets the pause go by that the stream may still be in: another timer may have looked like its waiting.</summary>
    private static async Task<T> ToldAsync<T>(ControlFixture control, Task<T> message)
    {
        await Eventually.HoldsAsync(() =>
        {
            if (!message.IsCompleted && control.Time.Armed.Contains(ServiceStreaming.Pause)) control.Time.Advance(ServiceStreaming.Pause);
            return message.IsCompleted;
        }, "the stream tells");
        return await message;
    }

    /// <summary>Lets the pause after the last message go by, until the stream waits for news.</summary>
    private static async Task RestedAsync(ControlFixture control)
    {
        await Eventually.HoldsAsync(() =>
        {
            if (control.Time.Armed.Contains(ServiceStreaming.Pause)) control.Time.Advance(ServiceStreaming.Pause);
            return control.Time.Armed.Contains(News.Idle);
        }, "the stream waits");
        control.Time.Advance(ServiceStreaming.Pause);
    }

    private static void Measure(ControlFixture control, params (string Service, long Memory, int Processes)[] all)
    {
        control.Time.Advance(ServiceStreaming.Pause);
        control.Supervisor.On(new ProcessEvent.Sampled([.. all.Select(one => new RunFigures(new RunId(one.Service, 1), TimeSpan.Zero, one.Memory, one.Processes, []))]));
    }
}
