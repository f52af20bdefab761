package discord

import _ "github.com/bwmarrin/discordgo"
