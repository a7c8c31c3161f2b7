namespace Baton.Supervision.Logs.Reading;

/// <summary>How far the logs of all services of a query were read.</summary>
internal sealed class LogPlaces(IReadOnlyList<LogPlace> all)
{
    public IReadOnlyList<LogPlace> All { get; } = all;

    /// <summary>The cursor that leads here; null when there are too many services for one. Services without a file are not in it.</summary>
    public string? ToCursor() => LogCursor.Write(
        All.Where(place => place.Position.Run > 0).Select(place => KeyValuePair.Create(place.Folder.Service, place.Position)));
}
