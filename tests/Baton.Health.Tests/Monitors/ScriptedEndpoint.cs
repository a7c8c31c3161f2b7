using Baton.Probes;

namespace Baton.Health.Tests.Monitors;

/// <summary>An endpoint that answers at once what it was told to, or when it is told to.</summary>
internal sealed class ScriptedEndpoint : IProbe
{
    private TaskCompletionSource<ProbeResult>? _held;

    public int Asked { get; private set; }

    public string? Failure { get; set; }

    /// <summary>Questions wait for <see cref="Answer"/>.</summary>
    public bool IsHeld { get; set; }

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel)
    {
        Asked++;
        if (!IsHeld) return Task.FromResult(Result());
        _held = new TaskCompletionSource<ProbeResult>();
        cancel.Register(() => _held.TrySetCanceled(cancel));
        return _held.Task;
    }

    public void Answer() => _held!.TrySetResult(Result());

    private ProbeResult Result() => new(Failure is null, TimeSpan.FromMilliseconds(4), Failure ?? "HTTP 200 after 4 ms");
}
