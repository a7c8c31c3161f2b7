using Baton.Containers.Following;

namespace Baton;

/// <summary>What a process of Baton becomes that is the run of a container, or asks inside one.</summary>
internal static class BesideContainer
{
    /// <summary>
    /// True when this process was begun for that, by a daemon of this version, an earlier or a later one: the program on the disk may be another one by now than
    /// that which the daemon was begun from. By constants alone: commands need nothing of containers.
    /// </summary>
    public static bool IsAskedFor(string[] args) => args is [ContainerFollower.Verb, _, _, ..] or [ContainerExec.Verb, _, _, _, ..];

    /// <summary>Does it; the exit code.</summary>
    public static async Task<int> RunAsync(string[] args) => args[0] == ContainerFollower.Verb ? await ContainerFollower.RunAsync(args) : await ContainerExec.RunAsync(args);
}
