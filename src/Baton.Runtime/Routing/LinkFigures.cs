using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>What a link has carried since it was made.</summary>
/// <param name="Link">Which.</param>
/// <param name="Messages">Messages that it was to carry.</param>
/// <param name="Dropped">Those of them that did not reach their target.</param>
/// <param name="Waiting">Those that wait for it now.</param>
public readonly record struct LinkFigures(Link Link, long Messages, long Dropped, int Waiting);
