namespace Baton.Control;

/// <summary>What the files of the manifest in force say of one service.</summary>
/// <param name="Source">Their form: <c>native</c>, <c>watchdog</c> or <c>robot</c>.</param>
/// <param name="Text">The lines of the service, without secrets; empty when they cannot be told from others.</param>
/// <param name="Declared">Names of the variables that stand there.</param>
/// <param name="File">The file of the first lines; null when there is none.</param>
/// <param name="Line">Where they begin, from 1.</param>
public sealed record ManifestText(string Source, string Text, IReadOnlySet<string> Declared, string? File = null, int? Line = null);
