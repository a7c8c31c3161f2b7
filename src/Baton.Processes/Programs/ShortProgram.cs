using Baton.Core;
using Baton.Processes.Spawning;
using Baton.Processes.Tree;

namespace Baton.Processes.Programs;

/// <summary>
/// Runs a program that is expected to end soon and belongs to no run: an exec probe, or what is run before, after or to stop a service.
/// It gets a session of its own, <c>/dev/null</c> as input and a deadline. Its end is that of its first process, never that of its output;
/// what it leaves in its process group is killed then, and at the deadline all that is in its session.
/// </summary>
/// <remarks>
/// Safe beside an <see cref="Hosting.InProcessHost"/> of the same process: it carries no mark of a run, unless the environment given has
/// one, and each is waited for by the thread that made it, so nobody else reaps it.
/// </remarks>
public static class ShortProgram
{
    /// <summary>How much of the output is kept: the last 4 KiB.</summary>
    public const int OutputBytes = 4096;

    /// <summary>
    /// How many that belong to no run are run at once; each has a thread. More wait, and their deadline does not. Those of a run are as many
    /// as there are services at most, and never wait: a hundred slow preparations must neither fail others' probes nor keep anything from being
    /// told to stop.
    /// </summary>
    public const int MostAtOnce = 128;

    /// <summary>How long a killed program is waited for. One that the kernel cannot end, as on a dead mount, is then left to its thread.</summary>
    public static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(2);

    // Lives as long as the process.
    private static readonly SemaphoreSlim Places = new(MostAtOnce);

    /// <summary>Runs it to its end or to its deadline, which counts from the call.</summary>
    /// <param name="launch">What to run; its log policy means nothing here.</param>
    /// <param name="deadline">Longest time; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <param name="cancel">Kills it like the deadline.</param>
    /// <exception cref="BatonException">SpawnFailed: it could not be started. Unavailable: no descriptors left to watch it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and is dead or past <see cref="KillLimit"/>.</exception>
    public static Task<ShortProgramResult> RunAsync(Launch launch, TimeSpan deadline, TimeProvider time, CancellationToken cancel) =>
        RunAsync(launch, mark: null, takesPlace: true, deadline, time, CancellationToken.None, cancel);

    /// <summary>The same for one that belongs to a run.</summary>
    /// <param name="launch">What to run.</param>
    /// <param name="mark">The run's mark; null when it belongs to none.</param>
    /// <param name="takesPlace">It is one of the <see cref="MostAtOnce"/>; false for those of which a service has one at a time.</param>
    /// <param name="deadline">Longest time.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <param name="ask">Asks its process group to end.</param>
    /// <param name="cancel">Kills it.</param>
    internal static async Task<ShortProgramResult> RunAsync(
        Launch launch, RunMark? mark, bool takesPlace, TimeSpan deadline, TimeProvider time, CancellationToken ask, CancellationToken cancel)
    {
        if (SpawnDiagnosis.RefusalOf(launch) is { } refusal) throw new BatonException(ErrorCode.SpawnFailed, refusal);
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        cancel.ThrowIfCancellationRequested();
        try
        {
            if (takesPlace) await Places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ShortProgramResult(null, time.GetElapsedTime(began), $"not started: {MostAtOnce} programs are running already");
        }

        var run = takesPlace ? BeginInPlace(launch, mark) : ProgramRun.Start(launch, mark, over: static () => { });
        await using var asking = ask.Register(run.Terminate);
        var exit = await EndAsync(run, time, either.Token);
        cancel.ThrowIfCancellationRequested();
        return new ShortProgramResult(exit, time.GetElapsedTime(began), run.Output.ToString());
    }

    /// <summary>A program of that name is found, as a run would look for it; one with a slash always is.</summary>
    public static bool IsThere(Launch launch) => ProgramLookup.Find(launch) is not null;

    private static ProgramRun BeginInPlace(Launch launch, RunMark? mark)
    {
        try
        {
            return ProgramRun.Start(launch, mark, over: () => Places.Release());
        }
        catch (BatonException)
        {
            Places.Release();
            throw;
        }
    }

    /// <summary>Its status; null when it was <paramref name="stop"/> that ended it.</summary>
    private static async Task<ExitStatus?> EndAsync(ProgramRun run, TimeProvider time, CancellationToken stop)
    {
        try
        {
            return await run.Ended.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            run.Kill();
        }

        try
        {
            await run.Ended.WaitAsync(KillLimit, time, CancellationToken.None);
        }
        catch (Exception e) when (e is TimeoutException or BatonException)
        {
            // It cannot be killed, or its start failed at the last moment: it is late all the same.
        }

        return null;
    }
}
