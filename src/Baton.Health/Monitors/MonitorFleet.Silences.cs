using Baton.Health.Alarms;

namespace Baton.Health.Monitors;

/// <content>Who is silenced; on the fleet's actor.</content>
public sealed partial class MonitorFleet
{
    private SilenceAnswer BeginSilences(FleetMessage.Silenced x)
    {
        if (Find(x.Of, isKnown: _byName.ContainsKey, out var monitors) is { } refused) return refused;
        if (!_silences.HasRoomFor(monitors)) return new SilenceAnswer(SilenceOutcome.TooMany);
        var begun = monitors.Select(name => new Silence(name, x.Until, x.Reason, x.By).Bounded()).ToList();
        foreach (var silence in begun) _silences.Add(silence);
        SilencesChanged();
        _parts.Alarms?.Silenced(begun);
        return new SilenceAnswer(SilenceOutcome.Done);
    }

    private SilenceAnswer EndSilences(FleetMessage.Unsilenced x)
    {
        if (Find(x.Of, isKnown: name => _byName.ContainsKey(name) || _silences.Has(name), out var monitors) is { } refused) return refused;
        var ended = monitors.Select(_silences.End).OfType<Silence>().ToList();
        if (ended.Count == 0) return new SilenceAnswer(SilenceOutcome.Done);
        SilencesChanged();
        _parts.Alarms?.Unsilenced(ended, x.By);
        LookAtAll();
        return new SilenceAnswer(SilenceOutcome.Done);
    }

    /// <summary>The monitors that are meant, each once; null is all of them as one. Gives why there are none to be had: half of what was asked for is never done.</summary>
    private SilenceAnswer? Find(SilenceScope of, Func<string, bool> isKnown, out IReadOnlyList<string?> monitors)
    {
        monitors = [null];
        if (of.IsAll) return null;
        if (of.Monitors.FirstOrDefault(name => !isKnown(name)) is { } unknown) return new SilenceAnswer(SilenceOutcome.NoMonitor, unknown);
        // Sets: somebody may name very many, and everything else waits for this turn.
        var (tags, missing) = (of.Tags.ToHashSet(StringComparer.Ordinal), of.Tags.ToHashSet(StringComparer.Ordinal));
        var tagged = _slots.Where(slot => slot.Definition.Tags.Any(tags.Contains)).ToList();
        foreach (var tag in tagged.SelectMany(slot => slot.Definition.Tags)) missing.Remove(tag);
        if (missing.Count > 0) return new SilenceAnswer(SilenceOutcome.NoTag, missing.First());
        monitors = [.. of.Monitors.Concat(tagged.Select(slot => slot.Definition.Name)).Distinct(StringComparer.Ordinal)];
        return null;
    }

    private void EndSilencesThatAreOver(DateTimeOffset at)
    {
        var over = _silences.EndOver(at);
        if (over.Count == 0) return;
        SilencesChanged();
        _parts.Alarms?.Unsilenced(over, by: null);
    }

    private void SilencesChanged()
    {
        _nextEdge = null;
        _hasMemoryChanged = true;
        Volatile.Write(ref _silenceList, _silences.List);
    }
}
