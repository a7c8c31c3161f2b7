namespace Baton.Probes.Tests.Running;

/// <summary>A probe that notes when it is executed, and answers at once or when the test says.</summary>
internal sealed class ScriptedProbe(TimeProvider time) : IProbe
{
    private readonly long _origin = time.GetTimestamp();
    private TaskCompletionSource<ProbeResult>? _held;
    private int _inside;

    /// <summary>When each execution began, in milliseconds.</summary>
    public List<double> Starts { get; } = [];

    public bool IsHeld { get; set; }

    public bool WasCancelled { get; private set; }

    public Exception? Bug { get; set; }

    public async Task<ProbeResult> ExecuteAsync(CancellationToken cancel)
    {
        Starts.Add(time.GetElapsedTime(_origin).TotalMilliseconds);
        if (Bug is { } bug) throw bug;
        Assert.Equal(1, ++_inside);
        try
        {
            if (!IsHeld) return Result();
            _held = new TaskCompletionSource<ProbeResult>();
            using var _ = cancel.Register(() =>
            {
                WasCancelled = true;
                _held.TrySetCanceled(cancel);
            });
            return await _held.Task;
        }
        finally
        {
            _inside--;
        }
    }

    public void Answer() => _held!.SetResult(Result());

    private ProbeResult Result() => new(true, TimeSpan.Zero, $"{Starts.Count}");
}
