namespace Baton.Runtime.Routing;

/// <summary>Routes by the name of the type as it stands in a line. Never changed: a new one takes its place.</summary>
internal sealed class RouteTable
{
    private readonly (byte[] Name, Route Route)?[] _places;

    /// <param name="routes">Each with its type's name as JSON text without quotes.</param>
    public RouteTable(IReadOnlyList<(byte[] Name, Route Route)> routes)
    {
        // At most half full, so that a search for what is not there ends soon.
        _places = new (byte[], Route)?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, routes.Count * 2))];
        foreach (var route in routes) _places[PlaceOf(route.Name)] = route;
    }

    /// <summary>The route of a type; null: nobody wants it.</summary>
    public Route? Find(ReadOnlySpan<byte> name) => _places[PlaceOf(name)]?.Route;

    // Where it is, or where it would be.
    private int PlaceOf(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        for (var at = hash.ToHashCode() & (_places.Length - 1); ; at = (at + 1) & (_places.Length - 1))
        {
            if (_places[at] is not { } found || name.SequenceEqual(found.Name)) return at;
        }
    }
}
