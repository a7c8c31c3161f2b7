using System.Collections.Concurrent;
using System.Globalization;
using Baton.Core;
using Baton.Processes.Hosting;

namespace Baton.Supervision.Hooks;

/// <summary>Hooks as programs of a host.</summary>
/// <param name="programs">Who runs them.</param>
/// <param name="time">The clock.</param>
/// <param name="crashed">Told of a bug of our own.</param>
public sealed class HostHooks(RunPrograms programs, TimeProvider time, Action<Exception> crashed) : IHooks, IAsyncDisposable
{
    // One per service at most, each with a limit of its own.
    private readonly ConcurrentDictionary<HostHook, Task> _live = new();

    /// <inheritdoc/>
    public IHook Begin(HookOrder order, Action<HookOutcome> ended)
    {
        var hook = new HostHook();
        // Put in before it can take itself out.
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _live[hook] = RunAsync(begin.Task, hook, order, ended);
        begin.SetResult();
        return hook;
    }

    /// <summary>Kills those that run and waits for them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var hook in _live.Keys) hook.Kill();
        await Task.WhenAll(_live.Values);
    }

    private async Task RunAsync(Task begin, HostHook hook, HookOrder order, Action<HookOutcome> ended)
    {
        await begin;
        try
        {
            ended(await EndAsync(hook, order));
        }
        catch (Exception bug)
        {
            // Whoever waits for it would wait for ever: the daemon ends instead.
            crashed(bug);
        }

        _live.TryRemove(hook, out _);
    }

    private async Task<HookOutcome> EndAsync(HostHook hook, HookOrder order)
    {
        var began = time.GetTimestamp();
        var (problem, lastWords) = order.What is null ? (null, "") : await RunAsync(hook, order);
        if (order.EndsRemains == HookRemains.Ended || (order.EndsRemains == HookRemains.EndedOnFailure && problem is not null))
            problem = string.Join("; ", new[] { problem, await EndRemainsAsync(order) }.OfType<string>()) is { Length: > 0 } all ? all : null;
        return new HookOutcome(problem, time.GetElapsedTime(began), lastWords);
    }

    private async Task<(string? Problem, string LastWords)> RunAsync(HostHook hook, HookOrder order)
    {
        try
        {
            var result = await programs.RunAsync(order.Id, order.What!, order.Limit, hook.Asked, hook.Killed);
            var problem = result switch
            {
                { IsTimeout: true } => string.Create(CultureInfo.InvariantCulture, $"not ended after {order.Limit.TotalSeconds:0.###} s and killed"),
                { IsSuccess: true } => null,
                _ => result.Exit.ToString(),
            };
            return (problem, LastWords.Of(result.Output));
        }
        catch (BatonException e)
        {
            return ($"cannot start: {e.Message}", "");
        }
        catch (OperationCanceledException)
        {
            return ("killed", "");
        }
    }

    private async Task<string?> EndRemainsAsync(HookOrder order)
    {
        try
        {
            var stuck = await programs.EndRemainsAsync(order.Id);
            return stuck.Count == 0 ? null : $"what it left behind cannot be killed: pid {string.Join(", ", stuck)}";
        }
        catch (BatonException e)
        {
            return $"what it left behind could not be looked for: {e.Message}";
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "They have no timer, and may be used after the end.")]
    private sealed class HostHook : IHook
    {
        private readonly CancellationTokenSource _ask = new();
        private readonly CancellationTokenSource _kill = new();

        public CancellationToken Asked => _ask.Token;

        public CancellationToken Killed => _kill.Token;

        public void Terminate() => _ask.CancelAsync();

        public void Kill() => _kill.CancelAsync();
    }
}
