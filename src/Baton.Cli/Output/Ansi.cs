namespace Baton.Cli.Output;

/// <summary>The few terminal sequences that Baton writes.</summary>
internal static class Ansi
{
    public const string Reset = "\e[0m";
    public const string Bold = "\e[1m";
    public const string Red = "\e[31m";
    public const string Green = "\e[32m";
    public const string Yellow = "\e[33m";
    public const string Grey = "\e[90m";

    /// <summary>Back to the first column, with the line emptied.</summary>
    public const string ClearLine = "\r\e[K";
}
