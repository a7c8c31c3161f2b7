using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary><c>ps -o wide</c>, and <c>ps</c> of some services only.</summary>
public sealed class PsWideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_wide_table_shows_all_there_is_to_know()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Json(
            Samples.Service("web") with
            {
                DisplayName = "The web",
                Groups = ["night", "stage"],
                Port = 80,
                Ports = [80, 8080],
                Run = 2,
                Pid = 4711,
                Processes = 3,
                StartedAt = Samples.Now,
                CpuPercent = 1.5,
                MemoryBytes = 900,
                StatusText = "serving",
            },
            Samples.Service("camera", ServiceStates.Backoff) with
            {
                Autostart = false,
                Port = 7000,
                Failures = 2,
                Restarts = 1,
                ExitCode = 3,
                NextStartAt = Samples.Now.AddSeconds(12),
                Reason = "exit code 3",
            },
            Samples.Service("lamp", ServiceStates.Stopped) with { Enabled = false, Run = 0 }));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("ps", "-o", "wide"));

        Assert.Equal(
            """
            NAME    DISPLAY  STATE    READY  ENABLED  GROUPS       PORTS    RUN   PID  STARTED               RESTARTS  FAILURES  EXIT   CPU  MEM  PROCS  NEXT    STATUS   REASON
            web     The web  running  yes    yes      night,stage  80,8080    2  4711  2026-01-01 00:00:00Z         0         0  -     1.5%  900      3  -       serving  -
            camera  -        backoff  no     by hand  -            (7000)     1     -  -                            1         2  3        -    -      -  in 12s  -        exit code 3
            lamp    -        stopped  no     no       -            -          0     -  -                            0         0  -        -    -      -  -       -        -

            """,
            screen.Text);
    }

    [Fact]
    public async Task Services_and_groups_can_be_chosen()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Json(Samples.Service("web")));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("ps", "--services", "night", "web"));

        Assert.Equal(["GET /api/v1/services?limit=1000&service=night&service=web"], daemon.Requests);
    }

    [Fact]
    public async Task A_name_that_nothing_has_ends_with_4()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Problem("not_found", "service \"ghost\" does not exist"), 404);
        var screen = new Screen(_folder.Path);

        Assert.Equal(4, await screen.RunAsync("ps", "--services", "ghost"));

        Assert.Equal("baton: service \"ghost\" does not exist\n", screen.Errors);
    }
}
