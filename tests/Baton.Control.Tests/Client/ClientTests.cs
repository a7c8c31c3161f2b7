using System.Globalization;
using Baton.Client;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Control.Tests.Client;

/// <summary>The typed client against the real server.</summary>
public class ClientTests
{
    [Fact]
    public async Task A_list_walks_all_pages()
    {
        var names = Enumerable.Range(0, 2500).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i}")).ToArray();
        await using var control = await ControlFixture.StartAsync(names);
        Assert.Equal(names, (await control.Client.Services.ListAsync()).Select(service => service.Name));
    }

    [Fact]
    public async Task Acts_go_there_and_back_on_both_addresses()
    {
        await using var control = await ControlFixture.StartAsync();
        var started = await control.Client.Services.StartAsync(new ServicesRequest(["web"]));
        Assert.Equal((ServiceStates.Running, "db"), (started.Services[0].State, started.Also[0].Name));
        var tcp = BatonClient.Connect(new Uri(control.Server.Addresses[1]));
        Assert.Equal(2, (await tcp.Services.RestartAsync(new ServicesRequest(["web"]))).Services[0].Run);
        var stopped = await tcp.Services.StopAsync(new ServicesRequest(["db"], Only: true));
        Assert.Equal((ServiceStates.Stopped, 0), (stopped.Services[0].State, stopped.Also.Count));
        Assert.Equal("SIGTERM", (await tcp.Services.GetAsync("db")).ExitSignal);
        Assert.Equal(42, (await tcp.System.ShutdownAsync(kill: true)).Pid);
        Assert.Equal((true, "127.0.0.1"), Assert.Single(control.Shutdowns));
    }

    [Fact]
    public async Task A_problem_arrives_with_its_code_and_words()
    {
        await using var control = await ControlFixture.StartAsync("api");
        var e = await Assert.ThrowsAsync<ProblemException>(() => control.Client.Services.StartAsync(new ServicesRequest(["ghost"])));
        Assert.Equal((404, ErrorCodes.NotFound), (e.Status, e.Problem.Code));
        Assert.Equal("service \"ghost\" does not exist", e.Message);
        Assert.Equal("service \"ghost\" does not exist; there are: api", e.Problem.Detail);
    }

    [Fact]
    public async Task Pages_of_logs_lead_on_by_their_cursor_also_with_a_thousand_services()
    {
        var names = Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"service-{i:D4}")).ToArray();
        await using var control = await ControlFixture.StartAsync(names);
        foreach (var name in names) control.Logs.Write(name, 1, 0, "one", "two");
        var first = await control.Client.Logs.QueryAsync(new LogQuery { Limit = 1000 });
        var second = await control.Client.Logs.QueryAsync(new LogQuery { Limit = 1000, Cursor = first.Next });
        Assert.Equal((1000, 1000, true), (first.Items.Count, second.Items.Count, second.Next is null));
        Assert.All(first.Items, line => Assert.Equal("one", line.Text));
        Assert.All(second.Items, line => Assert.Equal("two", line.Text));
    }

    [Fact]
    public async Task A_page_of_events_leads_on()
    {
        await using var control = await ControlFixture.StartAsync("db");
        for (var i = 0; i < 3; i++) control.Notices.Publish("daemon", "tick");
        var page = await control.Client.Events.QueryAsync(after: 1, limit: 1);
        Assert.Equal((2, "2"), (page.Items[0].Seq, page.Next));
    }

    [Fact]
    public void A_socket_is_found_in_the_state_directory_or_where_the_pointer_says()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder["baton.sock"], SocketLocator.Find(folder.Path));
        var deep = string.Join('/', Enumerable.Repeat("deep-folder", 10));
        Assert.Throws<NoDaemonException>(() => SocketLocator.Find(folder[deep]));
        folder.Write($"{deep}/{SocketLocator.PointerName}", "/run/baton/x.sock\n");
        Assert.Equal("/run/baton/x.sock", SocketLocator.Find(folder[deep]));
        folder.Write($"{deep}/{SocketLocator.PointerName}", "relative");
        Assert.Throws<NoDaemonException>(() => SocketLocator.Find(folder[deep]));
        folder.Write($"{deep}/{SocketLocator.PointerName}", "/" + new string('x', 5000));
        Assert.Throws<NoDaemonException>(() => SocketLocator.Find(folder[deep]));
    }
}
