using System.Collections.Concurrent;
using System.Net.Sockets;
using Baton.Processes.Notifications;
using Baton.TestKit;

namespace Baton.Processes.Tests.Notifications;

/// <summary>Real processes that report, or pretend to.</summary>
public sealed class NotificationSocketTests
{
    private readonly ConcurrentQueue<(RunId Run, ServiceNotification What)> _heard = new();
    private readonly ConcurrentQueue<string> _troubles = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_any_process_of_a_run_says_counts_for_that_run(bool isGuarded)
    {
        await using var host = new HostFixture(isGuarded: isGuarded);
        using var socket = Hear(host);
        var address = socket.AddressFor("svc")!;
        host.Spawn(Saying(address, $"'{TestPrograms.TestProcess}' say READY=1 & wait"));
        await Eventually.HoldsAsync(() => _heard.Contains((new RunId("svc", 1), new ServiceNotification { IsReady = true })), "the word of the child");
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task A_program_that_left_its_session_and_its_environment_still_belongs_to_its_run()
    {
        await using var host = new HostFixture();
        using var socket = Hear(host);
        host.Spawn(Saying(socket.AddressFor("svc")!, $"setsid env -i NOTIFY_SOCKET=$NOTIFY_SOCKET '{TestPrograms.TestProcess}' say STATUS=far & wait"), run: 7);
        await Eventually.HoldsAsync(() => _heard.Contains((new RunId("svc", 7), new ServiceNotification { Status = "far" })), "the word");
    }

    [Fact]
    public async Task Strangers_are_ignored_and_counted_and_so_is_what_makes_no_sense()
    {
        await using var host = new HostFixture();
        using var socket = Hear(host);
        var address = socket.AddressFor("svc")!;
        Send(address, "READY=1"u8.ToArray());
        Send(address, []);
        // A service of ours, but none that reports.
        host.Spawn(Saying(address, $"exec '{TestPrograms.TestProcess}' say READY=1"), "other");
        await Eventually.HoldsAsync(() => socket.Ignored == 3, () => $"{socket.Ignored} ignored");
        host.Spawn(Saying(address, $"exec '{TestPrograms.TestProcess}' say nonsense \"STATUS=$(head -c 9000 /dev/zero | tr '\\0' x)\" STATUS=end"));
        await Eventually.HoldsAsync(() => !_heard.IsEmpty, "the last word");
        Assert.Equal((new RunId("svc", 1), new ServiceNotification { Status = "end" }), Assert.Single(_heard));
        Assert.Equal(5, socket.Ignored);
        Assert.Single(_troubles);
    }

    [Fact]
    public async Task A_flood_of_strangers_does_not_keep_a_service_from_being_heard()
    {
        await using var host = new HostFixture();
        using var socket = Hear(host);
        var address = socket.AddressFor("svc")!;
        using var end = new CancellationTokenSource();
        var flood = Task.Run(() =>
        {
            while (!end.IsCancellationRequested) Send(address, "READY=1"u8.ToArray());
        });
        host.Spawn(Saying(address, $"exec '{TestPrograms.TestProcess}' say READY=1"));
        await Eventually.HoldsAsync(() => !_heard.IsEmpty, "the word");
        await end.CancelAsync();
        await flood;
        Assert.Equal(1, _heard.Select(heard => heard.Run.Service).Distinct().Count(service => service == "svc"));
    }

    [Fact]
    public async Task Systemd_notify_gets_its_barrier_where_it_is_installed()
    {
        if (!File.Exists("/usr/bin/systemd-notify")) return;
        await using var host = new HostFixture();
        using var socket = Hear(host);
        var id = host.Spawn(Saying(socket.AddressFor("svc")!, "systemd-notify --ready --status='all well' && exit 3; exit 1"));
        Assert.Equal(3, (await host.Events.GoneAsync(id)).Status.Code);
        Assert.Contains(_heard, heard => heard.What is { IsReady: true, Status: "all well" });
    }

    [Fact]
    public async Task The_address_is_the_same_for_the_next_one_of_this_state_directory()
    {
        await using var host = new HostFixture();
        string address;
        using (var socket = Hear(host)) address = socket.AddressFor("svc")!;
        // A process that another test is just spawning may hold the old socket until its exec.
        NotificationSocket? next = null;
        await Eventually.HoldsAsync(() =>
        {
            next?.Dispose();
            next = Hear(host);
            return next.AddressFor("svc") == address;
        }, "the same address");
        using var same = next!;
        using var both = Hear(host);
        var other = both.AddressFor("svc");
        Assert.NotNull(other);
        Assert.NotEqual(address, other);
    }

    private NotificationSocket Hear(HostFixture host)
    {
        var socket = host.Host.Programs.Hear(host.Host, _troubles.Enqueue, bug => Assert.Fail(bug.ToString()));
        socket.Begin((run, what) => _heard.Enqueue((run, what)));
        return socket;
    }

    private static Launch Saying(string address, string script)
    {
        var launch = HostFixture.LaunchOf("/bin/bash", "-c", script);
        return launch with { Environment = new Dictionary<string, string>(launch.Environment) { ["NOTIFY_SOCKET"] = address } };
    }

    private static void Send(string address, byte[] message)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(address.Replace('@', '\0')));
        socket.Send(message);
    }
}
