using Baton.Processes.Native;

namespace Baton.Processes.Guardian;

/// <summary>
/// Open descriptors that are kept for the moment when the next daemon must be started and all others that this process may have are in use: a
/// guardian that could not start it would leave everything unsupervised. (A thread of .NET takes two besides.)
/// </summary>
internal sealed class SpareDescriptors : IDisposable
{
    private const int Wanted = 16, LeftFree = 4;

    private readonly Lock _gate = new();
    private readonly List<int> _spare = new(Wanted + LeftFree);

    /// <summary>Takes as many as can be had, but for a few that are left for what happens meanwhile: .NET ends a process that gets none for a thread.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            if (_spare.Count >= Wanted) return;
            while (_spare.Count < Wanted + LeftFree && Libc.open("/dev/null", Libc.O_RDONLY | Libc.O_CLOEXEC, 0) is >= 0 and var descriptor) _spare.Add(descriptor);
            for (var i = 0; i < LeftFree && _spare.Count > 0; i++)
            {
                _ = Libc.close(_spare[0]);
                _spare.RemoveAt(0);
            }
        }
    }

    /// <summary>Gives them up, to be used for something else.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            foreach (var descriptor in _spare) _ = Libc.close(descriptor);
            _spare.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => GiveUp();
}
