using System.Reflection;

namespace Baton.Daemon;

/// <summary>Baton's version, as built.</summary>
public static class BatonVersion
{
    /// <summary><c>MAJOR.MINOR.PATCH</c>, and the commit when the build knew it.</summary>
    public static string Text { get; } =
        typeof(BatonVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
