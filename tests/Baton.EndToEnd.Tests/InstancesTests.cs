using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Two programs added while Baton runs, which send each other messages; the real program throughout.</summary>
public sealed class InstancesTests
{
    private const string Ping = "0195fc7b-33e6-70e3-bee1-000000000001", Pong = "0195fc7b-33e6-70e3-bee1-000000000002";

    // What an existing instance does, in a few lines: each message is answered by the other with the same number, to which this one answers with the next.
    private const string Program = """
        #!/usr/bin/python3
        import json, os, socket, sys, time
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(os.environ["VEECLE_IPC_SOCKET"])
        lines = connection.makefile("rw")
        def send(kind, number):
            lines.write(json.dumps({"Storable": {"type_name": kind, "value": str(number)}}) + "\n")
            lines.flush()
        if os.environ["VEECLE_RUNTIME_ID"].endswith("1"):
            send("demo::Ping", 0)
        for line in lines:
            message = json.loads(line)["Storable"]
            print(message["type_name"], message["value"], flush=True)
            if message["type_name"] == "demo::Ping":
                send("demo::Pong", message["value"])
            else:
                time.sleep(0.02)
                send("demo::Ping", int(message["value"]) + 1)
        print("connection lost", flush=True)
        """;

    [Fact]
    public async Task Messages_go_on_over_killed_and_replaced_daemons_and_an_orderly_stop_forgets_instances()
    {
        await using var project = new Project("[runtime]\ncontrol_socket = \"./control.sock\"\n");
        project.Write("both", Program);
        File.SetUnixFileMode(project["both"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await project.UpAsync();
        await DoAsync(project, "runtime", "add", "./both", "--id", Ping);
        await DoAsync(project, "runtime", "add", project["both"], "--copy", "--id", Pong);
        await DoAsync(project, "link", "add", "--type", "demo::Ping", "--to", Pong);
        await DoAsync(project, "link", "add", "--type", "demo::Pong", "--to", Ping, "--from", Pong);
        await DoAsync(project, "runtime", "start", Pong, "--priority", "low");
        await DoAsync(project, "runtime", "start", Ping);
        await project.UntilLogAsync(Ping, "demo::Pong 5\n");

        ProcessTable.Signal(await project.DaemonAsync(), 9);
        await MoreAsync(project);
        await DoAsync(project, "runtime", "list");
        var (exitCode, _, errors) = await project.RunAsync("upgrade");
        Assert.True(exitCode == 0, errors);
        await MoreAsync(project);

        Assert.False(UpAndDownTests.LogHolds(project, Ping, "connection lost"));
        Assert.Equal([1, 1], (await project.ServicesAsync()).Values.Select(service => service.GetProperty("run").GetInt32()));
        await project.DownAsync();
        Assert.False(File.Exists(project["control.sock"]));
        Assert.False(File.Exists(project[".baton/instances.json"]));
        Assert.Empty(Directory.GetFiles(project[".baton/uploads"]));
        await project.UpAsync();
        Assert.Empty(await project.ServicesAsync());
        await project.DownAsync();
    }

    // Numbers that were not there before.
    private static async Task MoreAsync(Project project)
    {
        var last = Numbers(project);
        await Eventually.HoldsAsync(() => Numbers(project) > last + 5, "more messages");
    }

    private static int Numbers(Project project) => Directory.GetFiles(project[$".baton/logs/{Ping}"], "*.log").Sum(file => File.ReadAllText(file).Split("demo::Pong").Length - 1);

    private static async Task DoAsync(Project project, params string[] words)
    {
        var (exitCode, output, errors) = await project.RunAsync(words);
        Assert.True(exitCode == 0, $"{string.Join(' ', words)}: {output}{errors}");
    }
}
