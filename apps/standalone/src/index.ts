export { isSecret, readSettings, type Settings, SettingsError, settingsSchema } from './settings.js';
