using System.Collections;

namespace Baton.Supervision.Services;

/// <summary>
/// Which services there are, in the order of the manifest. Each element is read as it is at that moment; when services come or go there is another
/// roster, and this one shows its services as they were last. May be read by any thread.
/// </summary>
public sealed class ServiceRoster : IReadOnlyList<ServiceView>
{
    private readonly ServiceSlot[] _slots;

    internal ServiceRoster(ServiceSlot[] slots) => _slots = slots;

    /// <inheritdoc/>
    public int Count => _slots.Length;

    /// <inheritdoc/>
    public ServiceView this[int index] => _slots[index].View;

    /// <inheritdoc/>
    public IEnumerator<ServiceView> GetEnumerator()
    {
        foreach (var slot in _slots) yield return slot.View;
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
