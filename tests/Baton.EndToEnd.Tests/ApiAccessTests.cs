using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Where the API of the real program listens, and whom it answers.</summary>
public sealed partial class ApiAccessTests
{
    private const string One = """
        [services.web]
        command = ["/bin/sh", "-c", "echo \"token is ${ORCHESTRATOR_TOKEN:-absent}\" >seen; exec sleep 1000"]
        env = { PROJECT_MARK = "{mark}" }

        """;

    [Fact]
    public async Task Several_addresses_and_a_token_hold_over_a_death_of_the_daemon_and_services_do_not_get_it()
    {
        await using var project = new Project($"{One.Replace("${", "$${", StringComparison.Ordinal)}[api]\nlisten = [\"127.0.0.1:0\", \"[::1]:0\"]\n");
        var (exitCode, output, errors) = await UpAsync(project, ["ORCHESTRATOR_TOKEN=s3cret-of-the-test"], "up", "-d");
        Assert.True(exitCode == 0, errors);
        var addresses = Address().Matches(output).Select(match => match.Value).ToList();
        Assert.Equal(2, addresses.Count);
        Assert.DoesNotContain(addresses, address => address.EndsWith(":0", StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => File.Exists(project["seen"]) && File.ReadAllText(project["seen"]).EndsWith('\n'), "its first line");
        Assert.Equal("token is absent\n", File.ReadAllText(project["seen"]));
        foreach (var address in addresses) await AsksForATokenAsync(address);

        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "its end");
        // Who connects meanwhile waits for the next one.
        foreach (var address in addresses) await AsksForATokenAsync(address);
        Assert.NotEqual(daemon, await project.DaemonAsync());
        await project.DownAsync();
    }

    [Fact]
    [Trait("Defect", "C9-12")]
    public async Task Beyond_this_machine_nothing_begins_without_a_token_and_people_are_told_what_to_do()
    {
        await using var project = new Project(One);
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "127.0.0.1:0", "--listen", "0.0.0.0:0");
        Assert.Equal(2, exitCode);
        Assert.Contains("cannot listen on 0.0.0.0:0: everybody who reaches this machine could use it, since no token is set; set ORCHESTRATOR_TOKEN", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(project["seen"]));

        (exitCode, var output, errors) = await UpAsync(project, ["ORCHESTRATOR_TOKEN=s3cret-of-the-test"], "up", "-d", "--listen", "0.0.0.0:0");
        Assert.True(exitCode == 0, errors);
        await AsksForATokenAsync(Address().Match(output).Value.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        await project.DownAsync();
    }

    [Fact]
    public async Task A_reload_changes_tokens_at_once_says_that_listen_waits_and_refuses_a_bad_file()
    {
        await using var project = new Project($"{One}[api]\nlisten = \":0\"\ntoken_file = \"tokens\"\n");
        Write(project, "tokens", "s3cret-of-the-test\n", UnixFileMode.OtherRead);
        var (exitCode, output, errors) = await project.RunAsync("up", "-d");
        Assert.Equal(1, exitCode);
        Assert.Contains("chmod 600", errors, StringComparison.Ordinal);

        Write(project, "tokens", "s3cret-of-the-test\n");
        (exitCode, output, errors) = await project.RunAsync("up", "-d");
        Assert.True(exitCode == 0, errors);
        var address = Address().Match(output).Value;
        await AsksForATokenAsync(address);

        using var stream = await StreamAsync(address, "s3cret-of-the-test");
        Write(project, "tokens", "another-token\n");
        (exitCode, _, errors) = await project.RunAsync("reload");
        Assert.True(exitCode == 0, errors);
        // What was begun with the old one ends, and says why.
        Assert.Contains("event: end\ndata: {\"reason\":\"the token \\\"line 1\\\" holds no longer\"}", await stream.ReadToEndAsync().WaitAsync(Project.Patience), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(address, "s3cret-of-the-test"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "another-token"));

        Write(project, "tokens", "ops admin another-token\n");
        (exitCode, _, errors) = await project.RunAsync("reload");
        Assert.Equal(1, exitCode);
        Assert.Contains("tokens:1: the second word must be the role", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("another-token", errors, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "another-token"));

        Write(project, "tokens", "another-token\n");
        project.Write("baton.toml", File.ReadAllText(project["baton.toml"]).Replace("listen = \":0\"", "listen = \"[::1]:0\"", StringComparison.Ordinal));
        foreach (var command in new[] { "plan", "reload" })
        {
            (exitCode, output, errors) = await project.RunAsync(command);
            Assert.True(exitCode == 0, errors);
            Assert.Contains("the API goes on listening where it does", output + errors, StringComparison.Ordinal);
            Assert.Contains("Baton itself: changed: api.listen\n", output, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "another-token"));
        await project.DownAsync();
    }

    [Fact]
    public async Task The_variable_PORT_is_the_number_of_the_default_address_which_may_be_busy()
    {
        await using var project = new Project(One);
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var (exitCode, output, errors) = await UpAsync(project, [$"PORT={port}"], "up", "-d");
        Assert.True(exitCode == 0, errors);
        Assert.Contains($"127.0.0.1:{port} is in use by another program", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", output, StringComparison.Ordinal);
        await project.DownAsync();

        (exitCode, output, errors) = await UpAsync(project, ["PORT=0"], "up", "-d");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Address().Match(output).Value, token: null));
        await project.DownAsync();
    }

    private static async Task AsksForATokenAsync(string address)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(address, token: null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(address, "wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "s3cret-of-the-test"));
    }

    private static async Task<StreamReader> StreamAsync(string address, string token)
    {
        var http = new HttpClient { Timeout = Project.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/api/v1/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("text/event-stream");
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new StreamReader(await answer.Content.ReadAsStreamAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(string address, string? token)
    {
        using var http = new HttpClient { Timeout = Project.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/api/v1/services");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static Task<(int ExitCode, string Output, string Errors)> UpAsync(Project project, string[] variables, params string[] arguments) =>
        RunningProgram.RunAsync(TestPrograms.Baton, arguments, project.Path, [$"HOME={project.Path}", .. variables]);

    private static void Write(Project project, string name, string text, UnixFileMode more = UnixFileMode.None)
    {
        project.Write(name, text);
        File.SetUnixFileMode(project[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
