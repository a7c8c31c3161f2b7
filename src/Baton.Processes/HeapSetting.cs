namespace Baton.Processes;

/// <summary>
/// How much room for young objects the runtime of a process of Baton's own has. By itself it takes half of the processor's cache of the third level, which on
/// servers is more than a hundred megabytes, all of it touched before anything is collected. There is no word for it in the runtime's configuration file
/// (<c>System.GC.Gen0Size</c> has no effect in .NET 10), so the processes that live long get it by their environment, and what they start does not.
/// </summary>
public static class HeapSetting
{
    /// <summary>What the runtime reads, in hexadecimal digits. A person's own word goes first.</summary>
    public const string Variable = "DOTNET_GCgen0size";

    /// <summary>Says that <see cref="Variable"/> is Baton's.</summary>
    public const string Mark = "BATON_HEAP";

    private const string OneMebibyte = "100000";

    /// <summary>For a process of Baton's own that is to live long.</summary>
    /// <param name="environment">Its variables.</param>
    public static void AddTo(IDictionary<string, string> environment)
    {
        if (!environment.TryAdd(Variable, OneMebibyte)) return;
        environment[Mark] = "1";
    }

    /// <summary>For a process of somebody else.</summary>
    /// <param name="environment">Its variables, as Baton has them.</param>
    public static void RemoveFrom(IDictionary<string, string> environment)
    {
        if (environment.Remove(Mark)) environment.Remove(Variable);
    }
}
