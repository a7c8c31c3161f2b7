namespace Baton.Client.Streams;

/// <summary>One event of a stream.</summary>
/// <param name="Name">Value of <c>event</c>.</param>
/// <param name="Id">Value of <c>id</c>, when it has one.</param>
/// <param name="Data">Value of <c>data</c>; valid until the next event is read.</param>
internal readonly record struct ServerEvent(string Name, string? Id, ReadOnlyMemory<byte> Data);
