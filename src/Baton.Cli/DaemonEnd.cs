using Baton.Cli.Native;
using Baton.Client;
using Baton.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Baton.Cli;

/// <summary>
/// Notices the end of a daemon without asking again and again: by a pidfd of its process, taken while the daemon still answers so that
/// the number cannot mean another process; and by the end of its stream of events, where the process cannot be seen (it lives in
/// another pid namespace).
/// </summary>
internal sealed class DaemonEnd : IDisposable
{
    /// <summary>How long the process may live on after it has closed its API: it waits up to 30 s for what the kernel does not let go of.</summary>
    public static readonly TimeSpan LastBreathLimit = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _over = new();
    private readonly SafeFileHandle? _process;
    private readonly int _pid;

    /// <summary>Begins to watch; call it before the daemon is asked to end.</summary>
    public DaemonEnd(int pid)
    {
        _pid = pid;
        _process = Libc.OpenProcess(pid);
    }

    /// <summary>Returns when the daemon has gone.</summary>
    /// <exception cref="CommandException">Its process does not end though its API has.</exception>
    public async Task<bool> WaitAsync(BatonClient client, TimeProvider time)
    {
        var closed = ApiClosedAsync(client);
        if (_process is null)
        {
            await closed;
            return true;
        }

        // Not one of the pool's threads: it blocks until the process ends.
        var gone = Task.Factory.StartNew(() => Libc.WaitUntilReadable(_process), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (await Task.WhenAny(gone, closed) == closed && closed.IsCompletedSuccessfully) await LastBreathAsync(gone, time);
        else await gone;
        await _over.CancelAsync();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Dispose();
        _process?.Dispose();
    }

    private async Task LastBreathAsync(Task gone, TimeProvider time)
    {
        try
        {
            await gone.WaitAsync(LastBreathLimit, time);
        }
        catch (TimeoutException)
        {
            throw new CommandException(ErrorCodes.Timeout, $"the daemon has stopped everything, but its process {_pid} has not ended");
        }
    }

    private async Task ApiClosedAsync(BatonClient client)
    {
        try
        {
            await foreach (var _ in client.Events.FollowAsync().WithCancellation(_over.Token))
            {
                // Only the end matters.
            }
        }
        catch (Exception e) when (e is NoDaemonException or ConnectionLostException or OperationCanceledException)
        {
            // That is the end.
        }
    }
}
